"""The pages on which the steps of a commitment are written, changed and ticked."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import CommitmentRow, find_commitment
from services.plans.domain.plans import Plan
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.steps import add_steps, remove_step, reword_step, turn_own_steps, turn_steps
from services.plans.web.forms.step import NewStepsForm, fault_of_step, turned_in
from services.plans.web.refusals import refusal_of
from services.plans.web.rules import COORDINATE
from services.plans.web.visits import visitor
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import OPEN, access
from shared.http.caller import caller
from shared.http.fields import fault_of_text
from shared.http.problems import Problem
from shared.http.site import site

step_pages = flask.Blueprint("step_pages", __name__, template_folder="templates")

_STEPS = "/plans/commitments/<uuid:commitment_id>/steps"
Answer = werkzeug.Response | tuple[str, int]


@step_pages.get(_STEPS)
@access(COORDINATE)
def change(commitment_id: UUID) -> str:
    """Show the steps, each with its words to change, and the form for more."""
    with site().database.unit_of_work(read_only=True) as uow:
        return _page(uow, commitment_id, NewStepsForm())


@step_pages.post(_STEPS)
@access(COORDINATE)
def add(commitment_id: UUID) -> Answer:
    """Add what was typed, a step a line, or show what is wrong with it."""
    form = NewStepsForm()
    if not form.validate() or not _added(commitment_id, form):
        with site().database.unit_of_work(read_only=True) as uow:
            return _page(uow, commitment_id, form), 400
    flask.flash("The steps are added.", "success")
    return _back(commitment_id)


@step_pages.post(f"{_STEPS}/<uuid:step_id>")
@access(COORDINATE)
def reword(commitment_id: UUID, step_id: UUID) -> Answer:
    """Keep the step in other words, or show what is wrong with them."""
    typed = " ".join(flask.request.form.get("words", "").split())
    fault = fault_of_step(typed) or fault_of_text(typed, lines=False)
    if fault is None:
        fault = refusal_of(lambda uow: reword_step(uow, commitment_id, step_id, typed, _coordinator()))
    if fault is not None:
        with site().database.unit_of_work(read_only=True) as uow:
            return _page(uow, commitment_id, NewStepsForm(None), wrong=(step_id, typed, fault)), 400
    flask.flash("The step is changed.", "success")
    return _back(commitment_id)


@step_pages.post(f"{_STEPS}/<uuid:step_id>/remove")
@access(COORDINATE)
def remove(commitment_id: UUID, step_id: UUID) -> werkzeug.Response:
    """Take the step off the checklist."""
    refusal = refusal_of(lambda uow: remove_step(uow, commitment_id, step_id, _coordinator()))
    flask.flash(refusal or "The step is removed.", "message" if refusal else "success")
    return _back(commitment_id)


@step_pages.post(f"{_STEPS}/done")
@access(COORDINATE)
def tick(commitment_id: UUID) -> werkzeug.Response:
    """Tick and untick what the coordinator turned."""
    wanted = turned_in(flask.request.form)
    refusal = refusal_of(lambda uow: turn_steps(uow, commitment_id, wanted, _coordinator()))
    flask.flash(refusal or "The steps are saved.", "message" if refusal else "success")
    return flask.redirect(flask.url_for("commitment_pages.shown", commitment_id=commitment_id), 303)


@step_pages.post("/plans/u/<token>/<uuid:commitment_id>/steps")
@access(OPEN, csrf=False)
def tick_own(token: str, commitment_id: UUID) -> werkzeug.Response:
    """Tick and untick what the holder of the link turned."""
    wanted = turned_in(flask.request.form)
    # Closed or ended in the meantime: the page that follows says so.
    refusal_of(lambda uow: turn_own_steps(uow, visitor(uow, token), commitment_id, wanted))
    return flask.redirect(flask.url_for("link_pages.shown", token=token, commitment_id=commitment_id), 303)


def _coordinator() -> Actor:
    return Actor(channel=Channel.PAGE, person_id=caller().person_id)


def _added(commitment_id: UUID, form: NewStepsForm) -> bool:
    refusal = refusal_of(lambda uow: add_steps(uow, commitment_id, form.texts, _coordinator()))
    if refusal:
        form.text.errors = [*form.text.errors, refusal]
    return refusal is None


def _page(
    uow: UnitOfWork, commitment_id: UUID, form: NewStepsForm, wrong: tuple[UUID, str, str] | None = None
) -> str:
    row = _found(uow, commitment_id)
    plan = uow.session.get_one(Plan, row.plan_id)
    return flask.render_template("plans/steps.html", row=row, plan=plan, form=form, wrong=wrong)


def _found(uow: UnitOfWork, commitment_id: UUID) -> CommitmentRow:
    row = find_commitment(uow, commitment_id)
    if row is None:
        raise Problem.not_found()
    return row


def _back(commitment_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("step_pages.change", commitment_id=commitment_id), 303)
