"""Asking for things to be said again, and the inventories that copies are compared with."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared.contracts.contract import Contract

NO_COMMUNITY = UUID(int=0)
"""The community of what concerns the whole installation."""


@dataclass(frozen=True, kw_only=True)
class ResyncAsked(Contract):
    """A service asks those whose things it keeps copies of to say them again.

    `kinds` are types without their version, such as "plans.commitment_changed".
    """

    asked_by: str
    kinds: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class PlansResyncAsked(ResyncAsked):
    """The plans service asks for things to be said again."""

    TYPE: ClassVar[str] = "plans.resync_asked.v1"
    SAYS: ClassVar[str] = "plans asks for things to be said again"


@dataclass(frozen=True, kw_only=True)
class PartnersResyncAsked(ResyncAsked):
    """The partners service asks for things to be said again."""

    TYPE: ClassVar[str] = "partners.resync_asked.v1"
    SAYS: ClassVar[str] = "partners asks for things to be said again"


@dataclass(frozen=True, kw_only=True)
class NotifyResyncAsked(ResyncAsked):
    """The notify service asks for things to be said again."""

    TYPE: ClassVar[str] = "notify.resync_asked.v1"
    SAYS: ClassVar[str] = "notify asks for things to be said again"


RESYNC_ASKED: dict[str, type[ResyncAsked]] = {
    "plans": PlansResyncAsked,
    "partners": PartnersResyncAsked,
    "notify": NotifyResyncAsked,
}
"""By which event each service asks."""


@dataclass(frozen=True, kw_only=True)
class InventoryTaken(Contract):
    """The ids and versions of some things of one kind in one community, as their owner has them.

    `sha256` is over "id:version" lines in the order of `things`. Whoever keeps copies compares: a copy that
    is newer is well, one that is missing or older is not. Its version grows from one inventory to the next.
    """

    kind: str
    sha256: str
    things: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, kw_only=True)
class PlansInventoryTaken(InventoryTaken):
    """What the plans service has of one kind."""

    TYPE: ClassVar[str] = "plans.inventory_taken.v1"
    SAYS: ClassVar[str] = "plans has these things of one kind, to compare copies with"


@dataclass(frozen=True, kw_only=True)
class PartnersInventoryTaken(InventoryTaken):
    """What the partners service has of one kind."""

    TYPE: ClassVar[str] = "partners.inventory_taken.v1"
    SAYS: ClassVar[str] = "partners has these things of one kind, to compare copies with"


INVENTORY_TAKEN: dict[str, type[InventoryTaken]] = {
    "plans": PlansInventoryTaken,
    "partners": PartnersInventoryTaken,
}
"""By which event each owner of copied things tells what it has."""
