"""Communities of practice: the groups of organisations and residents around a place."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.partners.domain.names import clean_name
from services.partners.domain.refusals import Refused
from shared.contracts import CommunityChanged


@dataclass(eq=False, kw_only=True)
class Community:
    """A tenant: every other row belongs to one. Its days are those of its time zone."""

    id: UUID
    name: str
    timezone: str
    version: int = 1

    @classmethod
    def start(cls, community_id: UUID, name: str, timezone: str) -> "Community":
        """Begin a community, its name and time zone checked."""
        return cls(id=community_id, name=clean_name(name), timezone=clean_timezone(timezone))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, as what computes local days."""
        return ZoneInfo(self.timezone)

    def state(self) -> CommunityChanged:
        """Return the event that tells the whole of it."""
        return CommunityChanged(
            id=self.id, version=self.version, community_id=self.id, name=self.name, timezone=self.timezone
        )


def clean_timezone(name: str) -> str:
    """Return the name of the time zone if there is one of that name."""
    try:
        return ZoneInfo(name.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise Refused("Enter a time zone, such as Europe/London", field="timezone") from fault
