"""A commitment as notify needs to know it: whose it is, what was promised, and until when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.contracts import CommitmentState


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """An open commitment with the words around it, for one contact."""

    id: UUID
    community_id: UUID
    community: str | None
    plan_id: UUID
    plan: str
    vision: str
    organisation_id: UUID | None
    organisation: str | None
    contact_id: UUID
    reference: str
    text: str
    milestone: str | None
    state: CommitmentState
    due: date | None
    changed_at: datetime
