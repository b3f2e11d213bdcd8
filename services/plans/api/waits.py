"""What waits on what."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import examples
from services.plans.api import wait_schemas as schemas
from services.plans.api.requests import READ, WRITE, blueprint, readable, speaker
from services.plans.db.queries.waits import Wait, waits_about, waits_in_plan
from services.plans.use_cases.agreements import let_go
from services.plans.use_cases.waits import wait_on
from shared.http.caller import caller
from shared.http.site import site

routes = blueprint("waits", "", "Commitments that cannot be kept before others are.")


@routes.route("/plans/<uuid:plan_id>/waits")
class PlanWaits(MethodView):
    """Who is waiting on whom in a plan."""

    @READ
    @routes.response(200, schemas.WaitList, example=examples.WAITS)
    def get(self, plan_id: UUID) -> dict[str, list[Wait]]:
        """List what is open and waits on what is open, by the organisation that is waited on."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": waits_in_plan(uow, plan_id, readable())}


@routes.route("/commitments/<uuid:commitment_id>/waits")
class CommitmentWaits(MethodView):
    """What one commitment waits on, and what waits on it."""

    @READ
    @routes.response(200, schemas.WaitList, example=examples.WAITS)
    def get(self, commitment_id: UUID) -> dict[str, list[Wait]]:
        """List what the commitment waits on and what waits on it, ended or not."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": waits_about(uow, commitment_id, readable())}


@routes.route("/commitments/<uuid:commitment_id>/waits/<uuid:on_id>")
class OneWait(MethodView):
    """That one commitment waits on another of the same community, in whichever plan."""

    @WRITE
    @routes.response(204)
    def put(self, commitment_id: UUID, on_id: UUID) -> Any:
        """Let the commitment wait on the other; a circle is refused. Again it changes nothing."""
        with site().database.unit_of_work() as uow:
            wait_on(uow, commitment_id, on_id, caller().person_id)

    @WRITE
    @routes.response(204)
    def delete(self, commitment_id: UUID, on_id: UUID) -> Any:
        """Let the commitment wait on the other no more, whether it did or not."""
        with site().database.unit_of_work() as uow:
            let_go(uow, commitment_id, on_id, speaker())
