"""People, by name and address. What they may do is their memberships' matter."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.partners.domain.addresses import clean_email
from services.partners.domain.names import clean_name
from shared.contracts import PersonChanged


@dataclass(eq=False, kw_only=True)
class Person:
    """One person in one community. Sessions that began before `sessions_from` have ended."""

    id: UUID
    community_id: UUID
    name: str
    email: str
    sessions_from: datetime | None = None
    version: int = 1

    @classmethod
    def known_as(cls, person_id: UUID, community_id: UUID, name: str, email: str) -> "Person":
        """Make a person of this name and address."""
        return cls(id=person_id, community_id=community_id, name=clean_name(name), email=clean_email(email))

    def end_sessions(self, now: datetime) -> PersonChanged:
        """End every session that began up to now, on every device."""
        self.sessions_from = now
        self.version += 1
        return self.state()

    def state(self) -> PersonChanged:
        """Return the event that tells the whole of it."""
        return PersonChanged(
            id=self.id,
            version=self.version,
            community_id=self.community_id,
            name=self.name,
            email=self.email,
            sessions_from=self.sessions_from,
        )
