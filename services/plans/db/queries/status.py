"""How plans and their parts stand: the one set of figures behind page, API, export and e-mail."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.sql import CompoundSelect

from services.plans.db.queries import tallies
from services.plans.db.queries.counts import facts
from services.plans.db.queries.pressing import goes_on
from services.plans.db.queries.tallies import Extent, Part, Whole
from services.plans.db.tables import milestones, plans
from services.plans.domain.moments import Moment
from services.plans.domain.status import Scope, Status
from shared.db.unit_of_work import UnitOfWork

NEXT_MILESTONES = 3
MOST_MARKS = 100
"""How many changes since the tallies were made are added up for each who asks, before they are kept."""


@dataclass(frozen=True)
class Ahead:
    """A milestone that comes next, and how what leads to it stands; `going`: its plan goes on."""

    id: UUID
    text: str
    target: date
    status: Status
    going: bool

    @property
    def in_reach(self) -> bool:
        """Whether it can come true; in a closed plan nothing leads there any more."""
        return self.going and self.status.in_reach


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was counted: the whole, and its parts by the scopes that were asked for, each by its key.

    `worth_keeping`: much of it had to be counted, which keeping the tallies now would save the next who asks.
    """

    whole: Status
    parts: Mapping[Scope, Mapping[str, Status]]
    worth_keeping: bool


@dataclass(frozen=True)
class Known:
    """Plans of one interval that are counted together: have some no tallies for today, or changes since?"""

    update_interval: int
    some_lack_tallies: bool
    some_changed: bool = True


def status_of(uow: UnitOfWork, plan_id: UUID, moment: Moment) -> Status:
    """Return how the plan stands at the moment."""
    return figures_of(uow, Extent.plan(plan_id), moment).whole


def figures_of(uow: UnitOfWork, extent: Extent, moment: Moment, scopes: Collection[Scope] = ()) -> Figures:
    """Return how the extent stands at the moment, and its parts by each of the scopes."""
    rows = uow.session.execute(tallies.intervals(extent.whole), tallies.told(extent, moment))
    known = [Known(update_interval, some_lack_tallies=missing > 0) for update_interval, missing in rows]
    return figures_by(uow, extent, moment, scopes, known)


def figures_by(
    uow: UnitOfWork, extent: Extent, moment: Moment, scopes: Collection[Scope], known: Collection[Known]
) -> Figures:
    """Return the same, where it is known how the plans are counted."""
    parts, marks = (None, *scopes), 0
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    told = {**tallies.told(extent, moment), "end": moment.end}
    for each in known:
        asked = {**told, **facts(moment, each.update_interval), "update_interval": each.update_interval}
        for select_parts in _counts(moment, each):
            rows: Iterable[Any] = uow.session.execute(select_parts(extent.whole, parts), asked)
            for part, key, counted, *figures in rows:
                found[part, key].append(figures)
                marks += counted if part == "" and select_parts is tallies.changed else 0
    statuses = {each: Status.of(moment.day, figures) for each, figures in found.items()}
    lacking = any(each.some_lack_tallies for each in known)
    return Figures(
        whole=statuses.get(("", ""), Status(today=moment.day)),
        parts={scope: _of_scope(scope, statuses) for scope in scopes},
        worth_keeping=not moment.past and (lacking or marks > MOST_MARKS),
    )


SelectParts = Callable[[Whole, tuple[Part, ...]], CompoundSelect[Any]]


def _counts(moment: Moment, known: Known) -> list[SelectParts]:
    """Return what has to be added up."""
    if moment.past:
        return [tallies.past]
    changed = [tallies.changed] if known.some_changed else []
    return [tallies.kept, *changed, *([tallies.present] if known.some_lack_tallies else [])]


def _of_scope(scope: Scope, statuses: Mapping[tuple[str, str], Status]) -> dict[str, Status]:
    """Return the parts in which there is anything; what has moved away leaves none."""
    return {key: status for (part, key), status in statuses.items() if part == scope and status.total}


def next_milestones(uow: UnitOfWork, plan_id: UUID, moment: Moment, figures: Figures) -> list[Ahead]:
    """Return the next milestones on the way to the horizon; the figures have the scope of milestones."""
    found = uow.session.execute(_COMING, {"plan_id": plan_id, "today": moment.day})
    by_key, nothing = figures.parts[Scope.MILESTONE], Status(today=moment.day)
    return [
        Ahead(
            row.id,
            row.text,
            row.target,
            by_key.get(row.id.hex, nothing),
            goes_on(row.closed_at, moment),
        )
        for row in found
    ]


_step = milestones.c
_COMING = (
    select(_step.id, _step.text, _step.target, plans.c.closed_at)
    .join(plans, plans.c.id == _step.plan_id)
    .where(_step.plan_id == bindparam("plan_id", type_=_step.plan_id.type))
    .where(_step.target >= bindparam("today", type_=_step.target.type))
    .order_by(_step.target, _step.id)
    .limit(NEXT_MILESTONES)
)
