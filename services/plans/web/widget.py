"""How a public plan stands, small enough for a frame in anybody's page; without scripts or cookies."""

from uuid import UUID

import flask
from markupsafe import escape

from services.plans.db.queries.days import moment_in
from services.plans.db.queries.status import figures_of, next_milestones
from services.plans.db.queries.tallies import Extent
from services.plans.domain.plans import Plan
from services.plans.domain.status import Scope
from shared.contracts import STATE_WORDS
from shared.http.access import access, allow
from shared.http.headers import POLICY
from shared.http.problems import Problem
from shared.http.site import address, site

widget_pages = flask.Blueprint("widget_pages", __name__, template_folder="templates")

FRAMED = (
    "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)
"""Nothing on this page can be pressed that changes anything, so any site may show it in a frame."""

KEPT = "public, max-age=300"


HEIGHT = 300


def snippet(plan: Plan) -> str:
    """Return the HTML that shows the widget in a page, for somebody to copy there."""
    where = address("widget_pages.shown", plan_id=plan.id)
    return (
        f'<iframe src="{escape(where)}" title="How {escape(plan.name)} stands" '
        f'width="100%" height="{HEIGHT}" loading="lazy"></iframe>'
    )


@widget_pages.get("/plans/<uuid:plan_id>/widget")
@access(allow(public=True))
def shown(plan_id: UUID) -> flask.Response:
    """Show percent done, counts by state and the next step."""
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        if plan is None:
            raise Problem.not_found()
        moment = moment_in(uow, plan.community_id)
        figures = figures_of(uow, Extent.plan(plan_id), moment, [Scope.MILESTONE])
        ahead = next_milestones(uow, plan_id, moment, figures)
    status = figures.whole
    states = [(STATE_WORDS[state], count) for state, count in status.by_state.items() if count]
    page = flask.render_template(
        "plans/widget.html", plan=plan, status=status, states=states, ahead=ahead[:1]
    )
    response = flask.Response(page)
    response.headers[POLICY] = FRAMED
    response.headers["Cache-Control"] = KEPT
    return response
