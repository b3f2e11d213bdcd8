"""What notify knows of a community: its name and its time zone."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from services.notify.db.tables import communities
from shared.db.unit_of_work import UnitOfWork

NOT_HEARD_OF = "Your community"
"""What a community is called until its event has arrived."""


@dataclass(frozen=True, kw_only=True)
class Community:
    """A community and where its people's clocks stand."""

    id: UUID
    name: str
    zone: ZoneInfo


def community(uow: UnitOfWork, community_id: UUID, default_zone: ZoneInfo) -> Community:
    """Return the community, with the default zone while it has not been heard of."""
    row = uow.session.execute(
        select(communities.c.name, communities.c.timezone).where(communities.c.id == community_id)
    ).one_or_none()
    if row is None:
        return Community(id=community_id, name=NOT_HEARD_OF, zone=default_zone)
    return Community(id=community_id, name=row.name, zone=zone_named(row.timezone, default_zone))


def zone_named(name: str, default_zone: ZoneInfo) -> ZoneInfo:
    """Return the time zone, or the default where this machine does not know the name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return default_zone
