"""What commitments need."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import ask_examples as examples
from services.plans.api import ask_schemas as schemas
from services.plans.api.requests import READ_WITHIN, WRITE, blueprint
from services.plans.db.queries.asks import Asked, asks_of, open_asks
from services.plans.use_cases.asks import mark_answered
from shared.http.caller import caller
from shared.http.site import site

routes = blueprint("asks", "", "What organisations say they need to keep what they promised.")


@routes.route("/plans/<uuid:plan_id>/asks")
class PlanAsks(MethodView):
    """What is needed in a plan."""

    @READ_WITHIN
    @routes.response(200, schemas.AskList, example=examples.ASKS)
    def get(self, plan_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """List what is asked for in the plan and not answered, the oldest first."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": [_shown(asked) for asked in open_asks(uow, plan_id)]}


@routes.route("/commitments/<uuid:commitment_id>/asks")
class CommitmentAsks(MethodView):
    """What one commitment needs."""

    @READ_WITHIN
    @routes.response(200, schemas.AskList, example=examples.ASKS)
    def get(self, commitment_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """List all that was asked for the commitment, answered or not, the oldest first."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": [_shown(asked) for asked in asks_of(uow, commitment_id)]}


@routes.route("/commitments/<uuid:commitment_id>/asks/<uuid:ask_id>/answered")
class Answered(MethodView):
    """That what was asked for was answered."""

    @WRITE
    @routes.response(204)
    def put(self, commitment_id: UUID, ask_id: UUID) -> Any:
        """Mark the ask answered. Again it changes nothing."""
        with site().database.unit_of_work() as uow:
            mark_answered(uow, commitment_id, ask_id, caller().person_id)


_OWN = ("id", "version", "plan_id", "commitment_id", "update_id", "organisation_id", "kind", "text")
_WHEN = ("asked_at", "answered_at", "answered_by")


def _shown(asked: Asked) -> dict[str, Any]:
    named = {name: getattr(asked, name) for name in ("reference", "commitment", "organisation")}
    return named | {name: getattr(asked.ask, name) for name in (*_OWN, *_WHEN)}
