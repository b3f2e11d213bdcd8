"""A plan, and an import into it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.contract import Contract, Count
from shared.contracts.instants import Instant


@dataclass(frozen=True, kw_only=True)
class PlanChanged(Contract):
    """A plan with its vision; `public` says whether people without a session may read it.

    While it is `closed`, nothing in it is expected of anybody. `again` says that nothing changed: it is told
    once more for copies that were lost, and is no news.
    """

    TYPE: ClassVar[str] = "plans.plan_changed.v1"
    SAYS: ClassVar[str] = "a plan was made or changed"

    name: str
    vision_what: str
    vision_how: str
    vision_why: str
    horizon: date
    public: bool
    closed: bool = False
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class ImportApplied(Contract):
    """A sheet went into a plan whole: `commitment_count` commitments carry its id as their `import_id`."""

    TYPE: ClassVar[str] = "plans.import_applied.v1"
    SAYS: ClassVar[str] = "a sheet went into a plan, and how many commitments came of it"

    plan_id: UUID
    commitment_count: Count
    applied_at: Instant
