"""A commitment, and what is said about it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.contracts.contract import Contract, Count, Latitude, Longitude
from shared.contracts.instants import Instant
from shared.contracts.states import CommitmentState, Health


@dataclass(frozen=True, kw_only=True)
class CommitmentChanged(Contract):
    """A commitment's whole public state.

    `health` is set only while under way; `reason` says why it ended or moved, as last said; `evidence` is
    what will count as done; `slips` counts the times its due date moved; `steps` counts its
    checklist, and `steps_done` what is ticked of it. `place` is the name of its place, whose `latitude` and
    `longitude` are in degrees (WGS 84); `four_co` is which of the Four Co's it is; `parts` are what the
    `supporting` contribute, in their order, empty where nobody said. `again` says that nothing changed: it
    is told once more for copies that were lost, and is no news.
    """

    TYPE: ClassVar[str] = "plans.commitment_changed.v1"
    SAYS: ClassVar[str] = "a commitment was made or changed"

    plan_id: UUID
    reference: str
    text: str
    heading: str
    milestone: str | None
    organisation_id: UUID | None
    contact_id: UUID | None
    supporting: tuple[UUID, ...]
    due: date | None
    evidence: str | None
    state: CommitmentState
    health: Health | None
    reason: str | None
    last_note: str | None
    slips: Count
    import_id: UUID | None
    changed_at: Instant
    done_at: Instant | None
    steps: Count = 0
    steps_done: Count = 0
    priority: str | None = None
    place: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    four_co: str | None = None
    parts: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class UpdateRecorded(Contract):
    """What somebody said about a commitment; append-only, so its version is always 1.

    `again` says that this was told before, and is told once more for copies that were lost: it is no news.
    """

    TYPE: ClassVar[str] = "plans.update_recorded.v1"
    SAYS: ClassVar[str] = "somebody said something about a commitment"

    plan_id: UUID
    commitment_id: UUID
    organisation_id: UUID | None
    person_id: UUID | None
    action: str
    state: CommitmentState
    health: Health | None
    note: str | None
    new_due: date | None
    channel: str
    at: Instant
    again: bool = False
