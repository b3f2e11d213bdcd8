"""An organisation: charity, university, NHS team, council department or residents' group."""

from dataclasses import dataclass
from typing import ClassVar

from shared.contracts.contract import Contract


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Contract):
    """An organisation as the partners service keeps it."""

    TYPE: ClassVar[str] = "partners.organisation_changed.v1"
    SAYS: ClassVar[str] = "an organisation is known, or has another name"

    name: str


@dataclass(frozen=True, kw_only=True)
class OrganisationNamed(Contract):
    """A plan's sheet named an organisation that plans had not heard of; partners makes it."""

    TYPE: ClassVar[str] = "plans.organisation_named.v1"
    SAYS: ClassVar[str] = "a sheet named an organisation that plans had not heard of"

    name: str
