"""What notify has sent."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared.contracts.contract import Contract
from shared.contracts.instants import Instant


@dataclass(frozen=True, kw_only=True)
class NudgeSent(Contract):
    """One e-mail about these commitments went to one person, or could not go (`outcome`)."""

    TYPE: ClassVar[str] = "notify.nudge_sent.v1"
    SAYS: ClassVar[str] = "an e-mail about commitments went out, or could not"

    person_id: UUID
    kind: str
    period: str
    outcome: str
    at: Instant
    commitment_ids: tuple[UUID, ...]
