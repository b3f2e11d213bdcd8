"""Who is waiting on whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, or_, select

from services.plans.db.queries.pressing import is_going
from services.plans.db.tables import agreements, commitments, organisations, plans, waits
from services.plans.domain.facts import Priority
from shared.contracts import CommitmentState, Health, When, is_overdue
from shared.contracts.states import ENDED_STATES
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class WaitingPart:
    """One side of a wait: a commitment, with the name of its owner."""

    id: UUID
    plan_id: UUID
    reference: str
    text: str
    organisation_id: UUID | None
    organisation: str | None
    going: bool
    due: date | None
    state: CommitmentState
    health: Health | None
    priority: Priority | None

    def overdue(self, today: date) -> bool:
        """Return whether its day has passed with it still open, in a plan that goes on."""
        return self.going and is_overdue(self.state, self.due, today)


@dataclass(frozen=True, kw_only=True)
class Reciprocal:
    """That it waits by agreement, "we will, when they do", and since when it is its turn, if it is."""

    when: When
    agreed: str
    turn_came_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Wait:
    """`commitment` cannot be kept before `on` is; `reciprocal` where that was agreed by both sides."""

    commitment: WaitingPart
    on: WaitingPart
    reciprocal: Reciprocal | None = None

    @property
    def too_late(self) -> bool:
        """Whether what it waits on is to be done after it, or whenever."""
        return self.commitment.due is not None and (self.on.due is None or self.on.due > self.commitment.due)


def waits_of(uow: UnitOfWork, commitment_ids: Collection[UUID]) -> Iterable[tuple[UUID, UUID]]:
    """Return each of the commitments that waits, and what it waits on."""
    found = select(waits.c.commitment_id, waits.c.on_id).where(waits.c.commitment_id.in_(commitment_ids))
    return [(row.commitment_id, row.on_id) for row in uow.session.execute(found)]


def waits_in_plan(uow: UnitOfWork, plan_id: UUID, readable: Collection[UUID]) -> list[Wait]:
    """Return what holds up something of the plan or is held up by it, while both sides are open.

    By the owner who is waited on, then by the day by which the other is wanted. What lies in a plan that
    is not public is left out unless its community is among the readable ones.
    """
    in_plan = or_(_WAITING.c.plan_id == plan_id, _ON.c.plan_id == plan_id)
    still_open = (_WAITING.c.state.not_in(ENDED_STATES), _ON.c.state.not_in(ENDED_STATES))
    return _waits(uow, readable, in_plan, *still_open)


def waits_about(uow: UnitOfWork, commitment_id: UUID, readable: Collection[UUID]) -> list[Wait]:
    """Return what the commitment waits on and what waits on it, whatever became of either."""
    return _waits(uow, readable, or_(_WAITING.c.id == commitment_id, _ON.c.id == commitment_id))


_WAITING, _ON = commitments.alias("waiting"), commitments.alias("waited_on")
_OWNERS = {_WAITING: organisations.alias("waiting_owner"), _ON: organisations.alias("waited_on_owner")}
_PLANS = {_WAITING: plans.alias("waiting_plan"), _ON: plans.alias("waited_on_plan")}
_AGREED = (agreements.c.begins_when, agreements.c.agreed, agreements.c.turn_came_at)
_OWN = ("id", "plan_id", "reference", "text", "organisation_id", "due", "state", "health", "priority")


def _waits(uow: UnitOfWork, readable: Collection[UUID], *conditions: ColumnElement[bool]) -> list[Wait]:
    query = _joined().where(*conditions, *(_seen(side, readable) for side in (_WAITING, _ON)))
    order = (_OWNERS[_ON].c.name, _WAITING.c.due, _WAITING.c.reference, _ON.c.reference)
    return [
        Wait(commitment=_part(row, _WAITING), on=_part(row, _ON), reciprocal=_reciprocal(row))
        for row in uow.session.execute(query.order_by(*order))
    ]


def _joined() -> Select[Any]:
    joined: FromClause = waits
    for side, column in ((_WAITING, waits.c.commitment_id), (_ON, waits.c.on_id)):
        owner, plan = _OWNERS[side], _PLANS[side]
        joined = joined.join(side, side.c.id == column).join(plan, plan.c.id == side.c.plan_id)
        joined = joined.outerjoin(owner, owner.c.id == side.c.organisation_id)
    agreed = (agreements.c.commitment_id == waits.c.commitment_id) & (agreements.c.on_id == waits.c.on_id)
    joined = joined.outerjoin(agreements, agreed)
    own = [side.c[name].label(f"{side.name}_{name}") for side in _OWNERS for name in _OWN]
    named = [owner.c.name.label(f"{side.name}_organisation") for side, owner in _OWNERS.items()]
    going = [is_going(plan).label(f"{side.name}_going") for side, plan in _PLANS.items()]
    return select(*own, *named, *going, *_AGREED).select_from(joined)


def _seen(side: Any, readable: Collection[UUID]) -> ColumnElement[bool]:
    return or_(_PLANS[side].c.public, _PLANS[side].c.community_id.in_(readable))


def _part(row: Any, side: Any) -> WaitingPart:
    names = (*_OWN, "organisation", "going")
    return WaitingPart(**{name: getattr(row, f"{side.name}_{name}") for name in names})


def _reciprocal(row: Any) -> Reciprocal | None:
    if row.begins_when is None:
        return None
    return Reciprocal(when=row.begins_when, agreed=row.agreed, turn_came_at=row.turn_came_at)
