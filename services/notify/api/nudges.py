"""Nudges: the ledger, and what is coming."""

from typing import Any

from flask.views import MethodView

from services.notify.api import examples, schemas
from services.notify.api.requests import SCOPE, chosen_community, cut_of
from services.notify.db.listings import ledger
from services.notify.domain.deliveries import Kind
from services.notify.domain.nudges import Nudge
from services.notify.use_cases.coming import coming_nudges
from shared.contracts import LEADING
from shared.http.access import access, allow
from shared.http.api import Blueprint
from shared.http.pages import Page, link_header, page_of
from shared.http.site import site

routes = Blueprint("nudges", __name__, url_prefix="/nudges", description="Who was told what, and when.")


@routes.route("")
class Nudges(MethodView):
    """The ledger."""

    @access(allow(*LEADING, scope=SCOPE))
    @routes.arguments(schemas.NudgeQuery, location="query")
    @routes.response(200, schemas.NudgePage, example=examples.NUDGE_PAGE)
    def get(self, query: dict[str, Any]) -> tuple[Page[dict[str, Any]], int, dict[str, str]]:
        """List nudges with what became of each, the newest first."""
        with site().database.unit_of_work(read_only=True) as uow:
            found = ledger(uow, cut_of(query), query.get("state"))
        page = page_of(found, query["limit"], lambda nudge: [nudge["made_at"].isoformat(), str(nudge["id"])])
        return page, 200, link_header(page)


@routes.route("/coming")
class Coming(MethodView):
    """What is coming."""

    @access(allow(*LEADING, scope=SCOPE))
    @routes.arguments(schemas.ComingQuery, location="query")
    @routes.response(200, schemas.Coming, example=examples.COMING)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """List who will hear what in the days to come, as things stand."""
        community_id = chosen_community(query)
        with site().database.unit_of_work(read_only=True) as uow:
            nudges = list(coming_nudges(uow, community_id, site().settings.timezone, query["days"]))
        return {"items": [_told(nudge) for nudge in nudges]}


def _told(nudge: Nudge) -> dict[str, Any]:
    items = [{"commitment_id": item.commitment.id, "rung": item.rung} for item in nudge.items]
    return {"day": nudge.day, "person_id": nudge.person_id, "kind": Kind(nudge.kind.value), "items": items}
