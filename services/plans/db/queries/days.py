"""What day it is where the people of a community are."""

from collections.abc import Collection
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from services.plans.db.tables import communities
from services.plans.domain.moments import Moment
from shared.clock import local_date
from shared.db.unit_of_work import UnitOfWork

USUAL_ZONE = "Europe/London"
"""For a community of which partners has not told us yet, and for those that do not agree on a zone."""

_ZONES = select(communities.c.timezone).where(communities.c.id.in_(bindparam("ids", expanding=True)))


def today_in(uow: UnitOfWork, community_id: UUID) -> date:
    """Return the day that the community's people call today."""
    return today_here(uow, [community_id])


def today_here(uow: UnitOfWork, community_ids: Collection[UUID]) -> date:
    """Return the day that the people of all these communities call today."""
    return local_date(uow.now, _zone(uow, community_ids))


def moment_in(uow: UnitOfWork, community_id: UUID, as_at: date | None = None) -> Moment:
    """Return the community's present, or the end of the day given; raise Refused for a day yet to come."""
    zone = _zone(uow, [community_id])
    return Moment.of(as_at, local_date(uow.now, zone), zone)


def today_where(uow: UnitOfWork, timezone: str | None) -> date:
    """Return the day in the time zone of a community; None where it has not told of one yet."""
    return local_date(uow.now, ZoneInfo(timezone or USUAL_ZONE))


def _zone(uow: UnitOfWork, community_ids: Collection[UUID]) -> ZoneInfo:
    zones = set(uow.session.scalars(_ZONES, {"ids": list(community_ids)}))
    return ZoneInfo(zones.pop() if len(zones) == 1 else USUAL_ZONE)
