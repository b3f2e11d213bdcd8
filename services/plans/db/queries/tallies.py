"""The figures that are kept: what was counted last, and the changes since.

Whoever changes a commitment marks its old standing as one to take away and its new one as one to add, and
waits for nobody. So tallies and marks together are exact in every snapshot, whenever the tallies are made.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.sql import CompoundSelect

from services.plans.db.queries.counts import KEYS, NONE, ONE, sums
from services.plans.db.queries.pressing import GOING, WENT_ON
from services.plans.db.tables import plans, standings, tallies
from services.plans.domain.moments import Moment
from services.plans.domain.status import MEASURES, PRESSING, Scope


class Whole(StrEnum):
    """What is counted as one: a plan, or all plans of a community. The value names the plans' column."""

    PLAN = "id"
    COMMUNITY = "community_id"


@dataclass(frozen=True, kw_only=True)
class Extent:
    """One plan, or one community's plans."""

    whole: Whole
    id: UUID

    @classmethod
    def plan(cls, plan_id: UUID) -> "Extent":
        """Return the extent of one plan."""
        return cls(whole=Whole.PLAN, id=plan_id)

    @classmethod
    def community(cls, community_id: UUID) -> "Extent":
        """Return the extent of all plans of the community."""
        return cls(whole=Whole.COMMUNITY, id=community_id)


Part = Scope | None
"""What figures are grouped by; None for the extent as a whole."""

MARKED = standings.c.pending.in_([ONE, literal_column("-1", Integer)])
"""The tallies have still to add the standing, or to take it away."""


def scope_word(scope: Scope) -> ColumnElement[str]:
    """Return the scope as it stands in statements."""
    return literal_column(f"'{scope.value}'", Text)


FRESH = and_(
    tallies.c.day == bindparam("today", type_=Date),
    tallies.c.zone == bindparam("zone", type_=Text),
    tallies.c.update_interval == plans.c.update_interval,
)
"""A tally holds for today."""

_end = bindparam("end", type_=standings.c.since.type)
AT_THE_END = and_(standings.c.since < _end, standings.c.until.is_(None) | (standings.c.until >= _end))
"""The commitment stood so right before the instant `end`."""

HAS_TALLIES = (
    select(tallies.c.plan_id)
    .where(tallies.c.plan_id == plans.c.id, tallies.c.scope == scope_word(Scope.PLAN), FRESH)
    .correlate(plans)
    .exists()
)
"""The plan has tallies that hold for today."""


def told(extent: Extent, moment: Moment) -> dict[str, Any]:
    """Return the values of the parameters that say which plans are meant, and what holds for today."""
    return {"of": extent.id, "today": moment.day, "zone": moment.zone.key}


def within(whole: Whole) -> ColumnElement[bool]:
    """The plan is one of those that are meant."""
    return plans.c[whole.value] == bindparam("of", type_=plans.c.id.type)


@cache
def intervals(whole: Whole) -> Select[Any]:
    """Select each interval that the plans have, and how many of these have no tallies that hold for today."""
    missing = func.sum(case((HAS_TALLIES, NONE), else_=ONE), type_=Integer)
    return select(plans.c.update_interval, missing).where(within(whole)).group_by(plans.c.update_interval)


@cache
def kept(whole: Whole, parts: tuple[Part, ...]) -> CompoundSelect[Any]:
    """Select the figures of plans with tallies, of one interval, as they were when these were made."""
    return union_all(*(_tallied(whole, part) for part in parts))


@cache
def changed(whole: Whole, parts: tuple[Part, ...]) -> CompoundSelect[Any]:
    """Select what has to be added to that, for the changes since."""
    return union_all(*(_marked(whole, part) for part in parts))


@cache
def present(whole: Whole, parts: tuple[Part, ...]) -> CompoundSelect[Any]:
    """Select the figures of plans that have no tallies for today, of one interval, counted anew."""
    now = and_(standings.c.until.is_(None), ~HAS_TALLIES)
    return union_all(*(counted(whole, part, ONE).where(now) for part in parts))


@cache
def past(whole: Whole, parts: tuple[Part, ...]) -> CompoundSelect[Any]:
    """Select the figures of the plans of one interval as they were right before the instant `end`."""
    return union_all(*(counted(whole, part, ONE, WENT_ON).where(AT_THE_END) for part in parts))


def counted(
    whole: Whole, part: Part, times: ColumnElement[int], going: ColumnElement[bool] = GOING
) -> Select[Any]:
    """Select how many standings there are of the plans of one interval and their sums, by the part's keys.

    What presses somebody counts in those plans that are going on.
    """
    pressing = case((going, times), else_=NONE)
    key = literal_column("''") if part is None else KEYS[part]
    columns: list[Any] = [literal_column(f"'{part or ''}'").label("part"), key.label("key"), func.count()]
    found: Select[Any] = (
        select(*columns, *sums(times, pressing))
        .select_from(standings.join(plans, plans.c.id == standings.c.plan_id))
        .where(within(whole), _OF_INTERVAL)
    )
    return found if part is None else found.group_by(key)


_OF_INTERVAL = plans.c.update_interval == bindparam("update_interval", type_=Integer)


def _marked(whole: Whole, part: Part) -> Select[Any]:
    return counted(whole, part, standings.c.pending).where(MARKED, HAS_TALLIES)


def _tallied(whole: Whole, part: Part) -> Select[Any]:
    key = literal_column("''") if part is None else tallies.c.key
    figures = (func.sum(_kept_of(name), type_=Integer).label(name) for name in MEASURES)
    found = (
        select(literal_column(f"'{part or ''}'").label("part"), key.label("key"), NONE, *figures)
        .select_from(tallies.join(plans, plans.c.id == tallies.c.plan_id))
        .where(within(whole), _OF_INTERVAL, tallies.c.scope == scope_word(part or Scope.PLAN), FRESH)
    )
    return found if part is None else found.group_by(key)


def _kept_of(name: str) -> ColumnElement[int]:
    kept_figure = tallies.c[name]
    return case((GOING, kept_figure), else_=NONE) if name in PRESSING else kept_figure
