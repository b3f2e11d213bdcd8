"""The page that closes a plan, and the button that opens it again."""

from http import HTTPStatus
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitments
from services.plans.db.queries.days import today_in
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.plans import find_plans
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.closings import close_plan, reopen_plan
from services.plans.use_cases.outcomes import Conflict
from services.plans.web.forms.closing import ClosingForm
from services.plans.web.forms.versioned import VersionedForm
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

closing_pages = flask.Blueprint("closing_pages", __name__, template_folder="templates")

CHANGED_MEANWHILE = "Somebody else changed the plan in the meantime. Send this again if it still holds"


@closing_pages.get("/plans/<uuid:plan_id>/close")
@access(COORDINATE)
def new(plan_id: UUID) -> str:
    """Show what is still open, and ask what becomes of it."""
    plan, form = _form(plan_id)
    return flask.render_template("plans/close.html", plan=plan, form=form)


@closing_pages.post("/plans/<uuid:plan_id>/close")
@access(COORDINATE)
def close(plan_id: UUID) -> werkzeug.Response | tuple[str, int]:
    """Close the plan and carry over what was chosen, or say what is wrong."""
    plan, form = _form(plan_id)
    if not form.validate() or not _closed(plan_id, form):
        return flask.render_template("plans/close.html", plan=plan, form=form), HTTPStatus.BAD_REQUEST
    gone = len(form.carried)
    told = f" {gone} of its commitments {'goes' if gone == 1 else 'go'} on elsewhere." if gone else ""
    flask.flash(f"The plan is closed.{told}", "success")
    return _to_plan(plan_id)


@closing_pages.post("/plans/<uuid:plan_id>/reopen")
@access(COORDINATE)
def reopen(plan_id: UUID) -> werkzeug.Response:
    """Let the plan go on; pressed twice, or after somebody else, it says how things are."""
    try:
        with site().database.unit_of_work() as uow:
            reopen_plan(uow, plan_id, VersionedForm().expected_version)
    except (Conflict, Refused):
        flask.flash("Somebody changed the plan in the meantime. This is how it stands now.")
    else:
        flask.flash("The plan is open again.", "success")
    return _to_plan(plan_id)


def _closed(plan_id: UUID, form: ClosingForm) -> bool:
    """Do it, or show in the form why it cannot be done."""
    actor = Actor(channel=Channel.PAGE, person_id=caller().person_id)
    try:
        with site().database.unit_of_work() as uow:
            close_plan(uow, plan_id, form.expected_version, form.line.data or "", form.carried, actor)
    except Conflict as conflict:
        form.line.errors = [*form.line.errors, CHANGED_MEANWHILE]
        form.version.data = str(conflict.current.version)
        return False
    except Refused as refusal:
        form.line.errors = [*form.line.errors, str(refusal)]
        return False
    return True


def _form(plan_id: UUID) -> tuple[Plan, ClosingForm]:
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        if plan is None:
            raise Problem.not_found()
        today = today_in(uow, plan.community_id)
        still_open = find_commitments(uow, Filters(plan_id=plan_id, open=True), today, limit=None)
        others = find_plans(uow, [plan.community_id])
    plans = {each.id: each.name for each in others if each.id != plan_id and not each.closed}
    form = ClosingForm.about(still_open, plans)
    form.version.data = form.version.data or str(plan.version)
    return plan, form


def _to_plan(plan_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("plan_pages.shown", plan_id=plan_id), 303)
