"""Waits that are reciprocal: "we will, when they do"."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import wait_schemas as schemas
from services.plans.api.requests import WRITE, blueprint, speaker
from services.plans.domain.turns import Terms
from services.plans.use_cases.agreements import agree, agree_no_more
from shared.http.site import site

routes = blueprint(
    "agreements",
    "/commitments/<uuid:commitment_id>/waits/<uuid:on_id>/reciprocal",
    "What organisations agreed on: we will, when they do.",
)


@routes.route("")
class Agreement(MethodView):
    """That one commitment begins once another organisation has moved."""

    @WRITE
    @routes.arguments(schemas.NewReciprocal, example=schemas.NEW_RECIPROCAL)
    @routes.response(204)
    def put(self, body: dict[str, Any], commitment_id: UUID, on_id: UUID) -> None:
        """Let the commitment wait on the other by agreement, whether it waited before or not.

        Said again, the newer word counts. Where each would wait for the other it is refused.
        """
        with site().database.unit_of_work() as uow:
            agree(uow, commitment_id, on_id, Terms.of(**body), speaker())

    @WRITE
    @routes.response(204)
    def delete(self, commitment_id: UUID, on_id: UUID) -> None:
        """Let the commitment only wait on the other; without an agreement it changes nothing."""
        with site().database.unit_of_work() as uow:
            agree_no_more(uow, commitment_id, on_id, speaker())
