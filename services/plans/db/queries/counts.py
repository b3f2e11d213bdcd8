"""Counting standings: what each figure of a status is, told to the database."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Table, Text, bindparam, case, cast, func, literal_column

from services.plans.db.tables import standings
from services.plans.domain.moments import Moment
from services.plans.domain.status import MEASURES, PRESSING, Scope
from shared.contracts import CommitmentState, Health
from shared.db.types import Instant

# Words and numbers stand in the statements as they are: each parameter costs, and these are many.
NONE, ONE = literal_column("0", Integer), literal_column("1", Integer)


def _words(*words: StrEnum) -> list[ColumnElement[str]]:
    return [literal_column(f"'{word.value}'") for word in words]


_column = standings.c
_there = _column.plan_id.is_not(None)  # A plan may be joined with no standing at all.
_open = _column.state.in_(_words(*(state for state in CommitmentState if not state.ended)))
_kept = _column.state.not_in(_words(CommitmentState.DECLINED, CommitmentState.WITHDRAWN))
_done = _column.state.in_(_words(CommitmentState.DONE))
_today = bindparam("today", type_=Date)
_DAYS_AHEAD = (7, 14, 30)


def _due_within(days: int) -> ColumnElement[bool]:
    return _open & _column.due.between(_today, bindparam(f"in_{days}", type_=Date))


CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "total": _there,
    **{state.value: _column.state.in_(_words(state)) for state in CommitmentState},
    **{health.value: _column.health.in_(_words(health)) for health in Health},
    "overdue": _open & (_column.due < _today),
    **{f"due_in_{days}": _due_within(days) for days in _DAYS_AHEAD},
    "without_owner": _open & _column.organisation_id.is_(None),
    "without_date": _open & _column.due.is_(None),
    "without_step": _open & _column.milestone_id.is_(None),
    "without_evidence": _open & ~_column.evidenced,
    "stale": _open & (_column.since < bindparam("stale_before", type_=Instant)),
    "slips": _there,
    "weight": _kept,
    "weight_done": _done,
}
"""Which standings each measure counts."""

_AMOUNTS: Mapping[str, ColumnElement[int]] = {
    "slips": _column.slips,
    "weight": _column.weight,
    "weight_done": _column.weight,
}
"""How much a standing adds to a measure, where that is not 1."""


def sums(times: ColumnElement[int], pressing: ColumnElement[int] | None = None) -> list[ColumnElement[int]]:
    """Return the sum of each measure over standings, each of which counts so many times.

    Where `pressing` is given, what presses somebody counts so many times instead.
    """
    pressing = times if pressing is None else pressing
    return [_sum(name, pressing if name in PRESSING else times).label(name) for name in MEASURES]


def facts(moment: Moment, update_interval: int) -> dict[str, Any]:
    """Return what the calendar says: the values of the sums' parameters."""
    ahead = {f"in_{days}": moment.day + timedelta(days=days) for days in _DAYS_AHEAD}
    return {"today": moment.day, "stale_before": moment.stale_before(update_interval), **ahead}


def key_of(table: Table, scope: Scope) -> ColumnElement[str]:
    """Return what the table's rows are counted by; ids as 32 digits, for each engine writes its own way."""
    column = table.c[scope.value if scope is Scope.HEADING else f"{scope.value}_id"]
    if scope is Scope.HEADING:
        return column
    return func.coalesce(func.replace(cast(column, Text), "-", ""), "")


KEYS: Mapping[Scope, ColumnElement[str]] = {scope: key_of(standings, scope) for scope in Scope}
"""What standings are counted by."""


def _sum(name: str, times: ColumnElement[int]) -> ColumnElement[int]:
    amount = _AMOUNTS[name] * times if name in _AMOUNTS else times
    return func.sum(case((CONDITIONS[name], amount), else_=NONE), type_=Integer)
