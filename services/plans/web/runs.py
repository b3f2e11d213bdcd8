"""The pages of 100-day runs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitments
from services.plans.db.queries.days import today_in
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.runs import check_ins_of, counts_in, history_of_run, runs_of
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.runs import CHECK_DAYS, Run
from services.plans.use_cases.runs import begin_run, put_in_called, take_out
from services.plans.web.forms.run import PutInForm, RunForm
from services.plans.web.rules import COORDINATE, READ
from shared.contracts import STATE_WORDS, Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

run_pages = flask.Blueprint("run_pages", __name__, template_folder="templates")

_ONE = "/plans/runs/<uuid:run_id>"
Answer = werkzeug.Response | tuple[str, int]


@run_pages.get("/plans/<uuid:plan_id>/runs")
@access(READ)
def listed(plan_id: UUID) -> str:
    """Show the runs of the plan, the newest first."""
    with site().database.unit_of_work(read_only=True) as uow:
        plan = plan_shown(uow, plan_id)
        may_coordinate = plan.community_id in caller().communities(Role.COORDINATOR)
        today, runs = today_in(uow, plan.community_id), runs_of(uow, plan_id)
        return flask.render_template(
            "plans/runs.html", plan=plan, runs=runs, today=today, may_coordinate=may_coordinate
        )


@run_pages.get("/plans/<uuid:plan_id>/runs/new")
@access(COORDINATE)
def new(plan_id: UUID) -> str:
    """Show the empty form, with the run that it carries on if one came from there."""
    return _new_page(plan_id, RunForm())


@run_pages.post("/plans/<uuid:plan_id>/runs/new")
@access(COORDINATE)
def begin(plan_id: UUID) -> Answer:
    """Begin the run, then show it."""
    form = RunForm()
    if form.validate():
        try:
            with site().database.unit_of_work() as uow:
                run_id = begin_run(uow, plan_id, caller().person_id, **form.told, carries_on=_carried_on()).id
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flask.flash("The run has begun. Put commitments in.", "success")
            return to_run(run_id)
    return _new_page(plan_id, form), 400


@run_pages.get(_ONE)
@access(READ)
def shown(run_id: UUID) -> str:
    """Show the run: which day it is, what is in it, how it was looked at, and what came of it."""
    return _page(run_id, PutInForm())


@run_pages.post(f"{_ONE}/commitments")
@access(COORDINATE)
def put_one_in(run_id: UUID) -> Answer:
    """Put one more commitment in."""
    form = PutInForm()
    reference = form.reference.data or ""
    if done(form, lambda uow: put_in_called(uow, run_id, reference, caller().person_id)):
        flask.flash("It is in the run now.", "success")
        return to_run(run_id)
    return _page(run_id, form), 400


@run_pages.post(f"{_ONE}/commitments/<uuid:of_plan_id>/end")
@access(COORDINATE)
def take_one_out(run_id: UUID, of_plan_id: UUID) -> werkzeug.Response:
    """Take the commitment out of the run, or say why it stays."""
    try:
        with site().database.unit_of_work() as uow:
            take_out(uow, run_id, of_plan_id, caller().person_id)
    except Refused as refusal:
        flask.flash(str(refusal))
    else:
        flask.flash("It is out of the run, and stays in the plan.", "success")
    return to_run(run_id)


def done(form: Any, deed: Callable[[UnitOfWork], object]) -> bool:
    """Do it, or show in the form why it cannot be done."""
    if not form.validate():
        return False
    try:
        with site().database.unit_of_work() as uow:
            deed(uow)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def _page(run_id: UUID, form: PutInForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        run = run_shown(uow, run_id)
        within = run.community_id in caller().communities()
        today = today_in(uow, run.community_id)
        made = check_ins_of(uow, run_id, within=within)
        rows = find_commitments(uow, Filters(run=run_id), today, limit=None)
        return flask.render_template(
            "plans/run.html",
            run=run,
            plan=plan_shown(uow, run.plan_id),
            today=today,
            days=CHECK_DAYS,
            made={each.day: each for each in made},
            due=run.due_checks(today, [each.day for each in made]),
            counts=counts_in(uow, run_id),
            states=STATE_WORDS,
            rows=rows,
            still_open=[row for row in rows if not row.state.ended],
            history=history_of_run(uow, run_id) if within else [],
            form=form,
            may_coordinate=run.community_id in caller().communities(Role.COORDINATOR),
        )


def _new_page(plan_id: UUID, form: RunForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        former_id = _carried_on()
        former = next((run for run in runs_of(uow, plan_id) if run.id == former_id), None)
        return flask.render_template(
            "plans/run_new.html", plan=plan_shown(uow, plan_id), former=former, form=form
        )


def _carried_on() -> UUID | None:
    asked = flask.request.values.get("from")
    try:
        return UUID(asked) if asked else None
    except ValueError:
        return None


def plan_shown(uow: UnitOfWork, plan_id: UUID) -> Plan:
    """Return the plan; without one there is no such page."""
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise Problem.not_found()
    return plan


def run_shown(uow: UnitOfWork, run_id: UUID) -> Run:
    """Return the run; without one there is no such page."""
    run = uow.session.get(Run, run_id)
    if run is None:
        raise Problem.not_found()
    return run


def to_run(run_id: UUID) -> werkzeug.Response:
    """Send the visitor on to the run's page."""
    return flask.redirect(flask.url_for("run_pages.shown", run_id=run_id), 303)
