"""People. These events alone carry a name or an address."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared.contracts.contract import Contract
from shared.contracts.instants import Instant


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Contract):
    """A person as the partners service keeps it.

    `sessions_from` ends every session that began before it; None ends none.
    """

    TYPE: ClassVar[str] = "partners.person_changed.v1"
    SAYS: ClassVar[str] = "a person is known, has another name or address, or signed out"
    PERSONAL: ClassVar[bool] = True

    name: str
    email: str
    sessions_from: Instant | None


@dataclass(frozen=True, kw_only=True)
class ContactNamed(Contract):
    """A plan's sheet named a contact of an organisation; partners makes the person and the membership."""

    TYPE: ClassVar[str] = "plans.contact_named.v1"
    SAYS: ClassVar[str] = "a sheet named a contact"
    PERSONAL: ClassVar[bool] = True

    organisation_id: UUID
    name: str
    email: str
