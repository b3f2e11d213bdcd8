"""What a coordinator types into a plan by hand: its commitments and its steps."""

from collections.abc import Callable
from uuid import UUID

import flask
import werkzeug
from wtforms import Field

from services.plans.db.queries.roadmap import milestones_of
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.writing import write_down
from services.plans.web.forms.commitment import CommitmentForm
from services.plans.web.forms.milestone import MilestoneForm
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.forms import Form
from shared.http.problems import Problem
from shared.http.site import site

addition_pages = flask.Blueprint(
    "addition_pages", __name__, template_folder="templates", url_prefix="/plans/<uuid:plan_id>"
)

Answer = werkzeug.Response | tuple[str, int]


@addition_pages.get("/commitments/new")
@access(COORDINATE)
def new_commitment(plan_id: UUID) -> str:
    """Show the empty form of a commitment."""
    plan, form = _commitment_form(plan_id)
    return _page("plans/commitment_new.html", plan, form)


@addition_pages.post("/commitments/new")
@access(COORDINATE)
def write(plan_id: UUID) -> Answer:
    """Write the commitment down and offer the form for the next one, as in a workshop one follows another."""
    plan, form = _commitment_form(plan_id)
    if not form.validate() or not _done(form.reference, lambda: _write(plan_id, form)):
        return _page("plans/commitment_new.html", plan, form), 400
    flask.flash(f"Written down: {form.draft.text}", "success")
    return flask.redirect(flask.url_for("addition_pages.new_commitment", plan_id=plan_id), 303)


@addition_pages.get("/milestones/new")
@access(COORDINATE)
def new_milestone(plan_id: UUID) -> str:
    """Show the empty form of a step."""
    return _page("plans/milestone_new.html", _plan(plan_id), MilestoneForm())


@addition_pages.post("/milestones/new")
@access(COORDINATE)
def add(plan_id: UUID) -> Answer:
    """Add the milestone to the plan's way back from the horizon."""
    plan, form = _plan(plan_id), MilestoneForm()
    if not form.validate() or not _done(form.text, lambda: _add(plan_id, form)):
        return _page("plans/milestone_new.html", plan, form), 400
    flask.flash("The milestone is in the plan.", "success")
    return flask.redirect(flask.url_for("plan_pages.shown", plan_id=plan_id), 303)


def _write(plan_id: UUID, form: CommitmentForm) -> None:
    actor = Actor(channel=Channel.PAGE, person_id=caller().person_id)
    with site().database.unit_of_work() as uow:
        write_down(uow, plan_id, form.draft, form.milestone_id, actor)


def _add(plan_id: UUID, form: MilestoneForm) -> None:
    with site().database.unit_of_work() as uow:
        add_milestone(uow, plan_id, form.text.data or "", form.target.data)


def _done(field: Field, deed: Callable[[], None]) -> bool:
    """Do it, or show beside the field that is most likely the cause why it cannot be."""
    try:
        deed()
    except Refused as refusal:
        field.errors = [*field.errors, str(refusal)]
        return False
    return True


def _commitment_form(plan_id: UUID) -> tuple[Plan, CommitmentForm]:
    plan = _plan(plan_id)
    with site().database.unit_of_work(read_only=True) as uow:
        return plan, CommitmentForm(plan.headings, milestones_of(uow, plan_id))


def _plan(plan_id: UUID) -> Plan:
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise Problem.not_found()
    return plan


def _page(template: str, plan: Plan, form: Form) -> str:
    return flask.render_template(template, plan=plan, form=form)
