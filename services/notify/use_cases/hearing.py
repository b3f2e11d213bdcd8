"""Hear what somebody said about a commitment."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts import CommitmentState, Health, UpdateRecorded
from shared.db.copies import Keep
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An update with the instant at which it was first heard of, which digests count by.

    One that is said again, for a copy that was lost, was heard of when it was said: it is no news now.
    """

    id: UUID
    version: int
    community_id: UUID
    plan_id: UUID
    commitment_id: UUID
    person_id: UUID | None
    action: str
    state: CommitmentState
    health: Health | None
    note: str | None
    at: datetime
    heard_at: datetime

    @classmethod
    def of(cls, event: UpdateRecorded, now: datetime) -> "Heard":
        """Return the update that the event tells of, as it is heard now."""
        said = {name: getattr(event, name) for name in _SAID}
        return cls(**said, heard_at=event.at if event.again else now)


_SAID = tuple(field.name for field in fields(Heard) if field.name != "heard_at")


class HearUpdates(Keep):
    """Keeps updates, each with when it was heard of."""

    def together(self, uow: UnitOfWork, events: Sequence[Any]) -> set[UUID]:
        """Keep those updates that are new here; return their ids."""
        heard: list[Any] = [Heard.of(event, uow.now) for event in events]
        return super().together(uow, heard)
