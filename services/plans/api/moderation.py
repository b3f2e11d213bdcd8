"""What people said in a moderated plan: what waits, and whether anyone may read it."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import moderation_examples as examples
from services.plans.api import moderation_schemas as schemas
from services.plans.api.requests import COORDINATE, WRITE, blueprint, speaker
from services.plans.api.updates import said_shown
from services.plans.db.queries.moderation import Judged, decided_in, judged, waiting_in
from services.plans.use_cases.verdicts import decide
from shared.http.site import site

routes = blueprint(
    "moderation",
    "/plans/<uuid:plan_id>/moderation",
    "What people say in a moderated plan, before anyone may read it.",
)


@routes.route("")
class Moderation(MethodView):
    """What waits in one plan, or was decided."""

    @COORDINATE
    @routes.arguments(schemas.ModerationQuery, location="query")
    @routes.response(200, schemas.ModerationList, example=examples.MODERATION_LIST)
    def get(self, query: dict[str, Any], plan_id: UUID) -> dict[str, Any]:
        """List what waits for a verdict; with `decided`, what got one lately and can be decided anew."""
        wanted = decided_in if query["decided"] else waiting_in
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": [_shown(each) for each in wanted(uow, plan_id)]}


@routes.route("/<uuid:update_id>")
class Verdicts(MethodView):
    """Whether anyone may read what one update says."""

    @WRITE
    @routes.arguments(schemas.NewVerdict, example=examples.NEW_VERDICT)
    @routes.response(200, schemas.Moderated, example=examples.MODERATED)
    def put(self, body: dict[str, Any], plan_id: UUID, update_id: UUID) -> dict[str, Any]:
        """Show it or keep it private. A later verdict takes the place of this one."""
        with site().database.unit_of_work() as uow:
            decide(uow, plan_id, update_id, **body, actor=speaker())
            return _shown(judged(uow, plan_id, update_id))


_OWN = ("verdict", "reason", "decided_at", "decided_by", "wording")


def _shown(each: Judged) -> dict[str, Any]:
    moderated = each.moderated
    told = {name: getattr(moderated, name) for name in _OWN}
    return told | {"update": said_shown(each.said), "commitment": each.said.text}
