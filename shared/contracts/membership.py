"""What a person is in a community, and for which organisation."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared.contracts.contract import Contract
from shared.contracts.states import Role


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Contract):
    """A person's role in the community; `active` is False once it has ended."""

    TYPE: ClassVar[str] = "partners.membership_changed.v1"
    SAYS: ClassVar[str] = "a person has a role, or no longer has it"

    person_id: UUID
    organisation_id: UUID | None
    role: Role
    active: bool
