"""The coordinator's page: how the plan stands and who can do something about it."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import flask

from services.plans.db.queries.asks import open_asks
from services.plans.db.queries.charts import charts_of
from services.plans.db.queries.commitments import PAGE, CommitmentRow, find_commitments
from services.plans.db.queries.days import moment_in
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.history import lately_said
from services.plans.db.queries.names import part_names
from services.plans.db.queries.status import figures_of, next_milestones
from services.plans.db.queries.tallies import Extent
from services.plans.domain.moments import Moment
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.status import DUE_SOON_DAYS, QUESTIONS, Scope, Status
from services.plans.use_cases.tallies import keep_tallies
from services.plans.web.breakdown import parts_by_name
from services.plans.web.charts import age_words, drawn, load_name
from services.plans.web.forms.filters import NONE, OPEN
from services.plans.web.forms.status import BY, StatusForm
from services.plans.web.rules import FOLLOW
from shared.contracts import Health, Role
from shared.db.unit_of_work import UnitOfWork
from shared.events.transactions import DatabaseUnavailable
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

IN_THE_LIST: Mapping[str, Mapping[str, str]] = {
    "overdue": {"overdue": "y"},
    "stuck": {"health": Health.STUCK.value},
    "no-owner": {"state": OPEN, "organisation": NONE},
}
"""What shows a part whole in the list of commitments, where the list can be asked for it."""

ALWAYS = (Scope.MILESTONE, Scope.ORGANISATION)
"""What is counted by whatever the table is told to show: for the next steps and for a chart."""

status_pages = flask.Blueprint("status_pages", __name__, template_folder="templates")


@dataclass(frozen=True)
class Part:
    """A part of the page: the first commitments that want the same thing done about them, and how many do.

    `query` is what the list of commitments is asked for to show them all, where it can be.
    """

    id: str
    title: str
    count: int
    rows: list[CommitmentRow]
    query: Mapping[str, str]


@status_pages.get("/plans/<uuid:plan_id>/status")
@access(FOLLOW)
def shown(plan_id: UUID) -> str | tuple[str, int]:
    """Show counts, what needs somebody, and what people said lately; for a past day the counts alone."""
    form = StatusForm(flask.request.args)
    with site().database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        if plan is None:
            raise Problem.not_found()
        moment = _moment(uow, plan, form)
        figures = figures_of(uow, Extent.plan(plan_id), moment, {*ALWAYS, form.scope})
        page = flask.render_template(
            "plans/status.html",
            plan=plan,
            form=form,
            moment=moment,
            status=figures.whole,
            by=BY[form.scope],
            breakdown=parts_by_name(figures, form.scope, part_names(uow, plan.community_id, form.scope)),
            age_words=age_words,
            load_name=load_name,
            charts=drawn(charts_of(uow, plan, moment, figures)),
            questions=QUESTIONS,
            ahead=next_milestones(uow, plan_id, moment, figures),
            parts=[] if moment.past else _parts(uow, plan_id, moment, figures.whole),
            asks=[] if moment.past else open_asks(uow, plan_id),
            lately=[] if moment.past else lately_said(uow, plan_id),
            may_coordinate=plan.community_id in caller().communities(Role.COORDINATOR),
        )
    if figures.worth_keeping:
        with contextlib.suppress(DatabaseUnavailable), site().database.unit_of_work() as uow:
            keep_tallies(uow, Extent.plan(plan_id), moment)
    return (page, 400) if form.errors else page


def _moment(uow: UnitOfWork, plan: Plan, form: StatusForm) -> Moment:
    """Return the moment that was asked for; the present, with a word of why, for one that cannot be told."""
    asked = form.as_at.data if form.validate() else None
    try:
        return moment_in(uow, plan.community_id, asked)
    except Refused as refusal:
        form.as_at.errors = [*form.as_at.errors, str(refusal).rstrip(".")]
        return moment_in(uow, plan.community_id)


def _parts(uow: UnitOfWork, plan_id: UUID, moment: Moment, status: Status) -> list[Part]:
    today = moment.day
    soon = {"due_after": today - timedelta(days=1), "due_before": today + timedelta(days=DUE_SOON_DAYS + 1)}
    wanted: list[tuple[str, str, int, dict[str, Any]]] = [
        ("overdue", "Overdue", status.overdue, {"overdue": True}),
        ("stuck", "Stuck", status.stuck, {"health": Health.STUCK}),
        ("due-soon", "Due soon", status.due_soon, {"open": True, "going": True, **soon}),
        ("no-owner", "Without an owner", status.without_owner, {"lacks": "without_owner"}),
        ("no-date", "Without a date", status.without_date, {"lacks": "without_date"}),
    ]
    return [
        Part(
            part,
            title,
            count,
            find_commitments(uow, Filters(plan_id=plan_id, **narrowed), today, limit=PAGE),
            IN_THE_LIST.get(part, {}),
        )
        for part, title, count, narrowed in wanted
    ]
