"""What people are in a community, and for which organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from services.partners.domain.refusals import Refused
from shared.contracts import MembershipChanged, Role


@dataclass(frozen=True, kw_only=True)
class RoleRule:
    """What a role is called, what it is for, and whether it is always on behalf of an organisation."""

    label: str
    purpose: str
    needs_organisation: bool


ROLES: Mapping[Role, RoleRule] = {
    Role.COORDINATOR: RoleRule(
        label="Coordinator",
        purpose="Records workshops, looks after plans, people and organisations",
        needs_organisation=False,
    ),
    Role.OFFICER: RoleRule(
        label="Officer", purpose="Reads the status of plans and the weekly digest", needs_organisation=False
    ),
    Role.MEMBER: RoleRule(
        label="Member", purpose="Speaks for the commitments of an organisation", needs_organisation=True
    ),
}
"""Forms, API and checks all read this table."""


@dataclass(eq=False, kw_only=True)
class Membership:
    """One role of one person, for an organisation or for the community at large."""

    id: UUID
    community_id: UUID
    person_id: UUID
    organisation_id: UUID | None
    role: Role
    active: bool = True
    version: int = 1

    @classmethod
    def of(
        cls, community_id: UUID, person_id: UUID, role: Role, organisation_id: UUID | None
    ) -> "Membership":
        """Give the person the role.

        Raises:
            Refused: the role is held for an organisation, and none is named.
        """
        if ROLES[role].needs_organisation and organisation_id is None:
            raise Refused("Choose the organisation that the person is in", field="organisation_id")
        return cls(
            id=membership_id(community_id, person_id, role, organisation_id),
            community_id=community_id,
            person_id=person_id,
            organisation_id=organisation_id,
            role=role,
        )

    def resume(self) -> MembershipChanged | None:
        """Begin again after an end; None if it never ended."""
        return None if self.active else self._turn(active=True)

    def end(self) -> MembershipChanged | None:
        """End it; None if it has ended already."""
        return self._turn(active=False) if self.active else None

    def state(self) -> MembershipChanged:
        """Return the event that tells the whole of it."""
        return MembershipChanged(
            id=self.id,
            version=self.version,
            community_id=self.community_id,
            person_id=self.person_id,
            organisation_id=self.organisation_id,
            role=self.role,
            active=self.active,
        )

    def _turn(self, *, active: bool) -> MembershipChanged:
        self.active = active
        self.version += 1
        return self.state()


def membership_id(community_id: UUID, person_id: UUID, role: Role, organisation_id: UUID | None) -> UUID:
    """Return the id of this role of this person here, so that giving it twice gives it once."""
    return uuid5(community_id, f"membership:{person_id}:{role.value}:{organisation_id or ''}")
