"""What a plan's status needs to know of the plan, and what tells one state of its figures from another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, Text, and_, bindparam, cast, func, select

from services.plans.db.queries.counts import ONE
from services.plans.db.queries.days import USUAL_ZONE
from services.plans.db.queries.tallies import scope_word
from services.plans.db.tables import communities, milestones, organisations, plans, standings, tallies
from services.plans.domain.moments import Moment
from services.plans.domain.status import Scope
from shared.clock import local_date
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Head:
    """A plan on the day that its status is for.

    Attributes:
        fresh: its tallies hold for that day.
        changed: something changed since they were made.
        stamp: another one whenever anything that the status tells may be another; None where only the
            figures themselves can say that.
    """

    version: int
    update_interval: int
    moment: Moment
    fresh: bool
    changed: bool
    stamp: str | None


_plan_id = bindparam("plan_id", type_=plans.c.id.type)
# ONE is no parameter, so that PostgreSQL knows how few such standings there are, and plans this only once.
# Versions only grow, and each change leaves one standing more to add or raises the version of one of them.
_CHANGES = (
    select(func.sum(standings.c.version)).where(standings.c.plan_id == _plan_id, standings.c.pending == ONE)
).scalar_subquery()
# A milestone can be taken out of its plan, so that their versions can add up to the same as before.
_step = cast(milestones.c.id, Text) + "." + cast(milestones.c.version, Text)
_STEPS = select(func.aggregate_strings(_step, " ")).where(milestones.c.plan_id == _plan_id).scalar_subquery()
_known = organisations.c
_NAMES = (
    select(func.sum(_known.version + ONE)).where(_known.community_id == plans.c.community_id)
).scalar_subquery()

HEAD: Select[Any] = (
    select(
        plans.c.community_id,
        plans.c.public,
        plans.c.version,
        plans.c.update_interval,
        communities.c.timezone,
        tallies.c.day,
        tallies.c.zone,
        tallies.c.update_interval.label("kept_interval"),
        tallies.c.made,
        _CHANGES.label("changes"),
        _STEPS.label("steps"),
        _NAMES.label("names"),
    )
    .select_from(
        plans.outerjoin(communities, communities.c.id == plans.c.community_id).outerjoin(
            tallies, and_(tallies.c.plan_id == plans.c.id, tallies.c.scope == scope_word(Scope.PLAN))
        )
    )
    .where(plans.c.id == _plan_id)
)
"""Finds a plan, with what its head is made of."""


HERE: Select[Any] = (
    select(plans.c.community_id, plans.c.public, communities.c.timezone)
    .select_from(plans.outerjoin(communities, communities.c.id == plans.c.community_id))
    .where(plans.c.id == _plan_id)
)
"""Finds a plan, with the time zone in which its people live."""


def head_of(uow: UnitOfWork, plan_id: UUID, as_at: date | None = None) -> Head | None:
    """Return the plan's head at present or at the end of a past day; None when there is no such plan.

    Raises:
        Refused: the day has not come yet.
    """
    row = uow.session.execute(HEAD, {"plan_id": plan_id}).mappings().one_or_none()
    return head_from(dict(row), uow.now, as_at) if row else None


def head_from(told: Mapping[str, Any], now: datetime, as_at: date | None = None) -> Head:
    """Return the head that a row of `HEAD` tells; raises as `head_of`."""
    zone = ZoneInfo(told["timezone"] or USUAL_ZONE)
    moment = Moment.of(as_at, local_date(now, zone), zone)
    kept = told["day"], told["zone"], told["kept_interval"]
    fresh = kept == (moment.day, zone.key, told["update_interval"])
    stamp = " ".join(str(told[name]) for name in _STAMP)
    return Head(
        version=told["version"],
        update_interval=told["update_interval"],
        moment=moment,
        fresh=fresh,
        changed=told["changes"] is not None,
        stamp=stamp if fresh and not moment.past else None,
    )


_STAMP = ("day", "version", "made", "changes", "steps", "names")
