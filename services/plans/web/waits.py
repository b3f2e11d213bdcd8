"""The pages that say who is waiting on whom."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import CommitmentRow, find_commitment
from services.plans.db.queries.days import today_in
from services.plans.db.queries.waits import Wait, waits_about, waits_in_plan
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.agreements import agree_with_called, let_go
from services.plans.web.forms.wait import WaitForm
from services.plans.web.rules import COORDINATE, READ
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

wait_pages = flask.Blueprint("wait_pages", __name__, template_folder="templates")

_CHANGE = "/plans/commitments/<uuid:commitment_id>/waits"
Answer = werkzeug.Response | tuple[str, int]


@wait_pages.get("/plans/<uuid:plan_id>/waits")
@access(READ)
def shown(plan_id: UUID) -> str:
    """Show what is held up in the plan, by who could let it go on."""
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        if plan is None:
            raise Problem.not_found()
        found = waits_in_plan(uow, plan_id, caller().communities())
        today = today_in(uow, plan.community_id)
        return flask.render_template(
            "plans/waits.html", plan=plan, today=today, groups=list(by_who_is_waited_on(found))
        )


@wait_pages.get(_CHANGE)
@access(COORDINATE)
def change(commitment_id: UUID) -> str:
    """Show what the commitment waits on, and the form that adds to it."""
    with site().database.unit_of_work(read_only=True) as uow:
        return _page(uow, _found(uow, commitment_id), WaitForm())


@wait_pages.post(_CHANGE)
@access(COORDINATE)
def add(commitment_id: UUID) -> Answer:
    """Let it wait on one more."""
    form = WaitForm()
    if not form.validate() or not _added(commitment_id, form):
        with site().database.unit_of_work(read_only=True) as uow:
            return _page(uow, _found(uow, commitment_id), form), 400
    flask.flash("It waits on that one now.", "success")
    return _back(commitment_id)


@wait_pages.post(f"{_CHANGE}/<uuid:on_id>/end")
@access(COORDINATE)
def end(commitment_id: UUID, on_id: UUID) -> werkzeug.Response:
    """Let it wait on that one no more."""
    try:
        with site().database.unit_of_work() as uow:
            let_go(uow, commitment_id, on_id, _speaker())
    except Refused as refusal:
        flask.flash(str(refusal))
    else:
        flask.flash("It waits on that one no more.", "success")
    return _back(commitment_id)


def by_who_is_waited_on(waits: Iterable[Wait]) -> Iterator[tuple[str | None, list[Wait]]]:
    """Group waits that stand in the order of the names of those who are waited on."""
    for name, group in groupby(waits, key=lambda wait: wait.on.organisation):
        yield name, list(group)


def _added(commitment_id: UUID, form: WaitForm) -> bool:
    """Note the wait, or show beside the reference why it cannot be."""
    try:
        with site().database.unit_of_work() as uow:
            agree_with_called(uow, commitment_id, form.reference.data or "", form.terms, _speaker())
    except Refused as refusal:
        form.reference.errors = [*form.reference.errors, str(refusal)]
        return False
    return True


def _speaker() -> Actor:
    return Actor(channel=Channel.PAGE, person_id=caller().person_id)


def _page(uow: UnitOfWork, row: CommitmentRow, form: WaitForm) -> str:
    found = waits_about(uow, row.id, caller().communities())
    return flask.render_template(
        "plans/waits_change.html",
        row=row,
        today=today_in(uow, row.community_id),
        waits=[wait for wait in found if wait.commitment.id == row.id],
        form=form,
    )


def _found(uow: UnitOfWork, commitment_id: UUID) -> CommitmentRow:
    row = find_commitment(uow, commitment_id)
    if row is None:
        raise Problem.not_found()
    return row


def _back(commitment_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("wait_pages.change", commitment_id=commitment_id), 303)
