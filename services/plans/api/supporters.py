"""Who helps with a commitment, and with which part."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import supporter_schemas as schemas
from services.plans.api.requests import READ, WRITE, blueprint, speaker
from services.plans.db.queries.commitments import find_commitment
from services.plans.db.queries.supporters import Supporter, supporters_of
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.supporters import end_support, note_supporter
from shared.http.site import site

routes = blueprint(
    "supporters", "/commitments/<uuid:commitment_id>/supporters", "Who helps with a commitment."
)


@routes.route("")
class Supporters(MethodView):
    """The supporters of one commitment."""

    @READ
    @routes.response(200, schemas.SupporterList, example=schemas.SUPPORTER_LIST)
    def get(self, commitment_id: UUID) -> dict[str, list[Supporter]]:
        """List who helps, each with its part."""
        with site().database.unit_of_work(read_only=True) as uow:
            row = find_commitment(uow, commitment_id)
            if row is None:
                raise NotFound
            return {"items": supporters_of(uow, row.supporting, row.parts)}


@routes.route("/<uuid:organisation_id>")
class OneSupporter(MethodView):
    """One supporter."""

    @WRITE
    @routes.arguments(schemas.Support, example=schemas.SUPPORT)
    @routes.response(204)
    def put(self, body: dict[str, Any], commitment_id: UUID, organisation_id: UUID) -> None:
        """Note that the organisation helps, and with which part; said again, the newer word counts."""
        with site().database.unit_of_work() as uow:
            note_supporter(uow, commitment_id, organisation_id, body["part"], speaker())

    @WRITE
    @routes.response(204)
    def delete(self, commitment_id: UUID, organisation_id: UUID) -> None:
        """Note that the organisation helps no more, whether it did or not."""
        with site().database.unit_of_work() as uow:
            end_support(uow, commitment_id, organisation_id, speaker())
