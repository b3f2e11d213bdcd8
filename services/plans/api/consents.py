"""Who consented to a plan's vision."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import consent_schemas as schemas
from services.plans.api.plans import plan_of
from services.plans.api.requests import READ, WRITE, blueprint, readable
from services.plans.db.queries.consents import ConsentRow, consents_of
from services.plans.use_cases.consents import WrongWorkshop, forget_consent, note_consent
from shared.db.unit_of_work import UnitOfWork
from shared.http.problems import Problem
from shared.http.site import site

routes = blueprint(
    "consents", "/plans/<uuid:plan_id>/consents", "Who consented to a plan's vision, and when."
)


@routes.route("")
class Consents(MethodView):
    """The consents to one plan's vision."""

    @READ
    @routes.response(200, schemas.ConsentList, example=schemas.CONSENT_LIST)
    def get(self, plan_id: UUID) -> dict[str, list[ConsentRow]]:
        """List the consents by the organisations' names; workshops are told to the community alone."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": consents_shown(uow, plan_id)}


@routes.route("/<uuid:organisation_id>")
class OneConsent(MethodView):
    """One organisation's consent."""

    @WRITE
    @routes.arguments(schemas.NewConsent, example=schemas.NEW_CONSENT)
    @routes.response(204)
    def put(self, body: dict[str, Any], plan_id: UUID, organisation_id: UUID) -> None:
        """Note that the organisation consented; said again, the newer word counts."""
        try:
            with site().database.unit_of_work() as uow:
                note_consent(uow, plan_id, organisation_id, **body)
        except WrongWorkshop as refusal:
            errors = [{"field": "/workshop_id", "message": str(refusal)}]
            raise Problem(422, "That cannot be done", str(refusal), errors) from refusal

    @WRITE
    @routes.response(204)
    def delete(self, plan_id: UUID, organisation_id: UUID) -> None:
        """Take the organisation's consent away, whether it had given one or not."""
        with site().database.unit_of_work() as uow:
            forget_consent(uow, plan_id, organisation_id)


def consents_shown(uow: UnitOfWork, plan_id: UUID) -> list[ConsentRow]:
    """Return the consents as the caller may see them."""
    within = plan_of(uow, plan_id).community_id in readable()
    return consents_of(uow, plan_id, within=within)
