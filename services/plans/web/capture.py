"""The page on which a facilitator types a workshop live: milestones and commitments, one line each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitment, find_commitments
from services.plans.db.queries.days import today_in
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.roadmap import milestones_of
from services.plans.domain.cells import CellRefused
from services.plans.domain.commitments import Commitment
from services.plans.domain.milestones import Milestone
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.capturing import (
    Sheet,
    capture_commitment,
    capture_milestone,
)
from services.plans.web.forms.capture import (
    CommitmentLinesForm,
    Left,
    LinesForm,
    StepLinesForm,
)
from services.plans.web.rules import COORDINATE
from shared.contracts import CommitmentState
from shared.db.unit_of_work import UnitOfWork
from shared.http import headers
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site
from shared.http.words import day

capture_pages = flask.Blueprint("capture_pages", __name__, template_folder="templates")

Answer = werkzeug.Response | tuple[str, int]


@capture_pages.get("/plans/<uuid:plan_id>/capture")
@access(COORDINATE)
def shown(plan_id: UUID) -> str:
    """Show what is written down so far, and the boxes for more."""
    with site().database.unit_of_work(read_only=True) as uow:
        plan = _plan(uow, plan_id)
        return _page(uow, plan, StepLinesForm(), _commitment_form(uow, plan))


@capture_pages.post("/plans/<uuid:plan_id>/capture/milestones")
@access(COORDINATE)
def write_milestones(plan_id: UUID) -> Answer:
    """Write the lines down as milestones; what cannot be understood stays in the box."""
    with site().database.unit_of_work(read_only=True) as uow:
        plan = _plan(uow, plan_id)
        form, other = StepLinesForm(), _commitment_form(uow, plan)
        sheet = _sheet(uow, plan, form)

    def write(line: str) -> str:
        with site().database.unit_of_work() as uow:
            return _told_of_milestone(capture_milestone(uow, sheet, line))

    if form.validate() and _written(form, write):
        return _back(plan_id, at="step")
    with site().database.unit_of_work(read_only=True) as uow:
        return _page(uow, _plan(uow, plan_id), form, other), 400


@capture_pages.post("/plans/<uuid:plan_id>/capture/commitments")
@access(COORDINATE)
def write_commitments(plan_id: UUID) -> Answer:
    """Write the lines down as commitments; what cannot be understood stays in the box."""
    with site().database.unit_of_work(read_only=True) as uow:
        plan = _plan(uow, plan_id)
        form = _commitment_form(uow, plan)
        sheet = _sheet(uow, plan, form)
    actor = Actor(channel=Channel.PAGE, person_id=caller().person_id)

    def write(line: str) -> str:
        with site().database.unit_of_work() as uow:
            made = capture_commitment(uow, sheet, line, form.heading.data, form.milestone_id, actor)
            return _told_of_commitment(uow, made)

    if form.validate() and _written(form, write):
        return _back(plan_id, heading=form.heading.data, milestone=form.milestone.data)
    with site().database.unit_of_work(read_only=True) as uow:
        return _page(uow, _plan(uow, plan_id), StepLinesForm(), form), 400


def _written(form: LinesForm, write: Callable[[str], str]) -> bool:
    """Write each line down by itself; tell what was understood, and keep the rest in the form."""
    one, several = (_left(lines, write) for lines in (form.one, form.several))
    form.keep(one, several)
    return not one and not several


def _left(lines: list[str], write: Callable[[str], str]) -> list[Left]:
    left = []
    for line in lines:
        try:
            flask.flash(write(line), "success")
        except CellRefused as refusal:
            left.append(Left(line, f"{refusal.reason} {refusal.remedy}"))
        except Refused as refusal:
            left.append(Left(line, str(refusal)))
    return left


def _told_of_milestone(step: Milestone) -> str:
    return f"Milestone: {step.text}. " + (f"By: {day(step.target)}." if step.target else "No date.")


def _told_of_commitment(uow: UnitOfWork, made: Commitment) -> str:
    row = find_commitment(uow, made.id)
    owner = (row and row.organisation) or "nobody yet"
    return f"Commitment: {made.text}. Owner: {owner}. By: {day(made.due) or 'no date yet'}."


def _page(uow: UnitOfWork, plan: Plan, steps: StepLinesForm, commitments: CommitmentLinesForm) -> str:
    # The page's script posts lines in the background, to this site and no other.
    setattr(flask.g, headers.CONNECT, True)
    today = today_in(uow, plan.community_id)
    rows = find_commitments(uow, Filters(plan_id=plan.id), today, limit=None)
    return flask.render_template(
        "plans/capture.html",
        plan=plan,
        today=today,
        milestones=milestones_of(uow, plan.id),
        rows=sorted(rows, key=lambda row: (row.created_at, row.reference), reverse=True),
        offered=CommitmentState.OFFERED,
        steps=steps,
        commitments=commitments,
        at_step=flask.request.args.get("at") == "step" or bool(steps.errors),
    )


def _commitment_form(uow: UnitOfWork, plan: Plan) -> CommitmentLinesForm:
    return CommitmentLinesForm(plan.headings, milestones_of(uow, plan.id), flask.request.args)


def _sheet(uow: UnitOfWork, plan: Plan, form: LinesForm) -> Sheet:
    return Sheet(plan_id=plan.id, key=form.key.data or "", today=today_in(uow, plan.community_id))


def _plan(uow: UnitOfWork, plan_id: UUID) -> Plan:
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise Problem.not_found()
    return plan


def _back(plan_id: UUID, **last: Any) -> werkzeug.Response:
    """Return to the boxes, with the last choices made and the cursor where it was."""
    return flask.redirect(flask.url_for("capture_pages.shown", plan_id=plan_id, **last), 303)
