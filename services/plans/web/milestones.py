"""A step's own page: what must be true, by when, and what was promised for it."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitments
from services.plans.db.queries.days import today_in
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.roadmap import milestone_in
from services.plans.domain.milestones import Milestone
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.milestones import change_milestone, remove_milestone
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.web.forms.milestone import MilestoneChangeForm
from services.plans.web.forms.versioned import VersionedForm
from services.plans.web.rules import COORDINATE, READ
from shared.contracts import Role
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

milestone_pages = flask.Blueprint(
    "milestone_pages",
    __name__,
    template_folder="templates",
    url_prefix="/plans/<uuid:plan_id>/milestones/<uuid:milestone_id>",
)

Answer = werkzeug.Response | tuple[str, int]
CHANGED_MEANWHILE = "Somebody else changed this in the meantime. Send this again if it still holds"


@milestone_pages.get("")
@access(READ)
def shown(plan_id: UUID, milestone_id: UUID) -> str:
    """Show the step with all commitments that lead to it."""
    plan, milestone = _found(plan_id, milestone_id)
    with site().database.unit_of_work(read_only=True) as uow:
        today = today_in(uow, plan.community_id)
        rows = find_commitments(uow, Filters(plan_id=plan_id), today, limit=None)
    return flask.render_template(
        "plans/milestone.html",
        plan=plan,
        milestone=milestone,
        rows=[row for row in rows if row.milestone_id == milestone_id],
        today=today,
        may_coordinate=plan.community_id in caller().communities(Role.COORDINATOR),
    )


@milestone_pages.get("/edit")
@access(COORDINATE)
def edit(plan_id: UUID, milestone_id: UUID) -> str:
    """Show the step, ready to be changed."""
    plan, milestone = _found(plan_id, milestone_id)
    facts = {"text": milestone.text, "target": milestone.target, "version": str(milestone.version)}
    return _edit_page(plan, milestone, MilestoneChangeForm(data=facts))


@milestone_pages.post("/edit")
@access(COORDINATE)
def change(plan_id: UUID, milestone_id: UUID) -> Answer:
    """Change the milestone, unless somebody else did since the form was opened."""
    plan, milestone = _found(plan_id, milestone_id)
    form = MilestoneChangeForm()
    if not form.validate() or not _changed(milestone, form):
        return _edit_page(plan, milestone, form), 400
    flask.flash("The milestone is changed.", "success")
    return flask.redirect(flask.url_for(".shown", plan_id=plan_id, milestone_id=milestone_id), 303)


@milestone_pages.post("/remove")
@access(COORDINATE)
def remove(plan_id: UUID, milestone_id: UUID) -> werkzeug.Response:
    """Take the step out of the plan, or say why it stays."""
    _found(plan_id, milestone_id)
    try:
        with site().database.unit_of_work() as uow:
            remove_milestone(uow, plan_id, milestone_id, VersionedForm().expected_version)
    except NotFound as fault:
        raise Problem.not_found() from fault
    except Conflict:
        flask.flash(
            "Somebody else changed this milestone in the meantime. Remove it now if you still want to."
        )
    except Refused as refusal:
        flask.flash(str(refusal))
    else:
        flask.flash("The milestone is removed.", "success")
        return flask.redirect(flask.url_for("plan_pages.shown", plan_id=plan_id), 303)
    return flask.redirect(flask.url_for(".shown", plan_id=plan_id, milestone_id=milestone_id), 303)


def _changed(milestone: Milestone, form: MilestoneChangeForm) -> bool:
    """Do it, or show in the form that somebody else was faster."""
    facts = {"text": form.text.data or "", "target": form.target.data}
    try:
        with site().database.unit_of_work() as uow:
            change_milestone(uow, milestone.plan_id, milestone.id, form.expected_version, facts)
    except Conflict as conflict:
        form.text.errors = [*form.text.errors, CHANGED_MEANWHILE]
        form.version.data = str(conflict.current.version)
        return False
    return True


def _edit_page(plan: Plan, milestone: Milestone, form: MilestoneChangeForm) -> str:
    return flask.render_template("plans/milestone_edit.html", plan=plan, milestone=milestone, form=form)


def _found(plan_id: UUID, milestone_id: UUID) -> tuple[Plan, Milestone]:
    with site().database.unit_of_work(read_only=True) as uow:
        plan, milestone = uow.session.get(Plan, plan_id), milestone_in(uow, plan_id, milestone_id)
    if plan is None or milestone is None:
        raise Problem.not_found()
    return plan, milestone
