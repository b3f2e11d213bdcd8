"""Organisations: charities, universities, NHS teams, council departments, residents' groups."""

from dataclasses import dataclass
from uuid import UUID

from services.partners.domain.names import clean_name
from shared.contracts import OrganisationChanged
from shared.contracts.names import name_key


@dataclass(eq=False, kw_only=True)
class Organisation:
    """One organisation in one community. `name_key` is what its name is found by."""

    id: UUID
    community_id: UUID
    name: str
    name_key: str
    version: int = 1

    @classmethod
    def named(cls, organisation_id: UUID, community_id: UUID, name: str) -> "Organisation":
        """Make an organisation of this name."""
        cleaned = clean_name(name)
        return cls(id=organisation_id, community_id=community_id, name=cleaned, name_key=name_key(cleaned))

    def rename(self, name: str) -> OrganisationChanged | None:
        """Take the new name; None if it is the name already."""
        cleaned = clean_name(name)
        if cleaned == self.name:
            return None
        self.name, self.name_key = cleaned, name_key(cleaned)
        self.version += 1
        return self.state()

    def state(self) -> OrganisationChanged:
        """Return the event that tells the whole of it."""
        return OrganisationChanged(
            id=self.id, version=self.version, community_id=self.community_id, name=self.name
        )
