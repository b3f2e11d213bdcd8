"""What a plan's status needs to know of the plan, and what tells one state of its figures from another."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, select

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

    id: UUID
    version: int
    community_id: UUID
    update_interval: int
    moment: Moment
    fresh: bool
    changed: bool
    stamp: str | None


_plan_id = bindparam("plan_id", type_=plans.c.id.type)
# Versions only grow, and each change leaves one standing more to add or raises the version of one of them.
_CHANGES = (
    select(func.sum(standings.c.version)).where(standings.c.plan_id == _plan_id, standings.c.pending == 1)
).scalar_subquery()
_STEPS = (select(func.sum(milestones.c.version)).where(milestones.c.plan_id == _plan_id)).scalar_subquery()
_NAMES = (
    select(func.sum(organisations.c.version + 1)).where(organisations.c.community_id == plans.c.community_id)
).scalar_subquery()
_HEAD = (
    select(
        plans.c.version,
        plans.c.community_id,
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


def head_of(uow: UnitOfWork, plan_id: UUID, as_at: date | None = None) -> Head | None:
    """Return the plan's head at present or at the end of a past day; None when there is no such plan.

    Raises:
        Refused: the day has not come yet.
    """
    row = uow.session.execute(_HEAD, {"plan_id": plan_id}).one_or_none()
    if row is None:
        return None
    zone = ZoneInfo(row.timezone or USUAL_ZONE)
    moment = Moment.of(as_at, local_date(uow.now, zone), zone)
    fresh = (row.day, row.zone, row.kept_interval) == (moment.day, zone.key, row.update_interval)
    stamp = f"{moment.day} {row.version} {row.made} {row.changes} {row.steps} {row.names}"
    return Head(
        id=plan_id,
        version=row.version,
        community_id=row.community_id,
        update_interval=row.update_interval,
        moment=moment,
        fresh=fresh,
        changed=row.changes is not None,
        stamp=stamp if fresh and not moment.past else None,
    )
