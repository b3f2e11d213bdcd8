"""The page on which a coordinator lets what people said pass to the public, or keeps it private."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.moderation import decided_in, waiting_in
from services.plans.domain.moderation import Verdict
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.moderation import decide
from services.plans.use_cases.outcomes import NotFound
from services.plans.web.forms.moderation import VerdictForm
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

moderation_pages = flask.Blueprint(
    "moderation_pages",
    __name__,
    template_folder="templates",
    url_prefix="/plans/<uuid:plan_id>/moderation",
)

Answer = werkzeug.Response | tuple[str, int]


@moderation_pages.get("")
@access(COORDINATE)
def shown(plan_id: UUID) -> str:
    """Show what waits, and what was decided lately, which can be decided anew."""
    return _page(plan_id)


@moderation_pages.post("/<uuid:update_id>")
@access(COORDINATE)
def judge(plan_id: UUID, update_id: UUID) -> Answer:
    """Keep what was decided, or show what is wrong."""
    form = VerdictForm()
    if not form.validate():
        return _page(plan_id, update_id, form.reason.data or "", form.fault), 400
    try:
        with site().database.unit_of_work() as uow:
            decide(uow, plan_id, update_id, form.chosen, form.reason.data or None, caller().person_id)
    except NotFound as fault:
        raise Problem.not_found() from fault
    except Refused as refusal:
        return _page(plan_id, update_id, form.reason.data or "", str(refusal).rstrip(".")), 400
    shows = form.chosen is Verdict.SHOWN
    flask.flash("Anyone can read it now." if shows else "It stays within the community.", "success")
    return flask.redirect(flask.url_for("moderation_pages.shown", plan_id=plan_id), 303)


def _page(plan_id: UUID, wrong: UUID | None = None, typed: str = "", error: str = "") -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        if plan is None:
            raise Problem.not_found()
        waiting, decided = waiting_in(uow, plan_id), decided_in(uow, plan_id)
    return flask.render_template(
        "plans/moderation.html",
        plan=plan,
        waiting=waiting,
        decided=decided,
        wrong=wrong,
        typed=typed,
        error=error,
    )
