"""Which commitments are wanted, and how the database is told."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from services.plans.db.queries.assessments import is_assessed, is_unassessed
from services.plans.db.queries.pressing import GOING
from services.plans.db.queries.searches import says
from services.plans.db.tables import commitments, plans, run_commitments
from services.plans.domain.assessments import Completion
from services.plans.domain.facts import FourCo, Priority
from shared.contracts import CommitmentState, Health
from shared.contracts.states import ENDED_STATES


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which commitments are wanted; None leaves a matter open. All that is given must hold.

    `communities` are those whose commitments the asker may see; `public_too` adds those of public plans.
    `states` are several that each will do; `milestone` is the id of the step that they
    lead to, `run` that of a 100-day run that they are in. `no_owner` and `no_step` want those that have none.
    `lacks` names one of the QUESTIONS of a status that they leave without an answer, while they are open.
    `going` wants those of plans that are not closed.
    """

    plan_id: UUID | None = None
    communities: Collection[UUID] | None = None
    public_too: bool = False
    state: CommitmentState | None = None
    states: Collection[CommitmentState] | None = None
    health: Health | None = None
    overdue: bool | None = None
    open: Literal[True] | None = None
    going: Literal[True] | None = None
    lacks: str | None = None
    organisation: UUID | None = None
    contact: UUID | None = None
    milestone: UUID | None = None
    run: UUID | None = None
    no_owner: Literal[True] | None = None
    no_step: Literal[True] | None = None
    due_before: date | None = None
    due_after: date | None = None
    changed_since: datetime | None = None
    assessed: Completion | None = None
    unassessed: Literal[True] | None = None
    priority: Priority | None = None
    four_co: FourCo | None = None
    q: str | None = None


_column = commitments.c


_LACKING: Mapping[str, ColumnElement[bool]] = {
    "without_owner": _column.organisation_id.is_(None),
    "without_date": _column.due.is_(None),
    "without_step": _column.milestone_id.is_(None),
    "without_evidence": func.coalesce(_column.evidence, "") == "",
}

_MATTERS: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
    "plan_id": lambda plan_id: _column.plan_id == plan_id,
    "state": lambda state: _column.state == state,
    "states": _column.state.in_,
    "health": lambda health: _column.health == health,
    "open": lambda _: is_open(),
    "going": lambda _: GOING,
    "lacks": lambda question: is_open() & _LACKING[question],
    "organisation": lambda organisation: _column.organisation_id == organisation,
    "contact": lambda contact: _column.contact_id == contact,
    "milestone": lambda milestone: _column.milestone_id == milestone,
    "run": lambda run: _column.id.in_(
        select(run_commitments.c.commitment_id).where(run_commitments.c.run_id == run)
    ),
    "no_owner": lambda _: _column.organisation_id.is_(None),
    "no_step": lambda _: _column.milestone_id.is_(None),
    "due_before": lambda day: _column.due < day,
    "due_after": lambda day: _column.due > day,
    "changed_since": lambda instant: _column.changed_at >= instant,
    "assessed": is_assessed,
    "unassessed": lambda _: is_unassessed(),
    "q": says,
    "priority": lambda priority: _column.priority == priority,
    "four_co": lambda four_co: _column.four_co == four_co,
}


def conditions(filters: Filters, today: date) -> list[ColumnElement[bool]]:
    """Return what must hold, over the commitments joined with their plans and organisations."""
    given = {name: getattr(filters, name) for name in _MATTERS}
    wanted = [_MATTERS[name](value) for name, value in given.items() if value is not None]
    if filters.overdue is not None:
        overdue = is_overdue(today)
        wanted.append(overdue if filters.overdue else _column.due.is_(None) | ~overdue)
    if filters.communities is not None:
        theirs = _column.community_id.in_(filters.communities)
        wanted.append(theirs | plans.c.public if filters.public_too else theirs)
    return wanted


def is_open() -> ColumnElement[bool]:
    """The commitment still wants something of somebody."""
    return _column.state.not_in(ENDED_STATES)


def is_overdue(today: date) -> ColumnElement[bool]:
    """Its day has passed with it still open, in a plan that goes on."""
    return is_open() & GOING & (_column.due < today)
