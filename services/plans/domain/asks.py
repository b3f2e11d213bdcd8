"""Asks: what an organisation says it needs to keep a commitment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class AskKind(StrEnum):
    """What sort of thing is needed."""

    MONEY = "money"
    HOURS = "hours"
    ROOMS = "rooms"
    KIT = "kit"
    DATA = "data"
    REACH = "reach"
    OTHER = "other"


ASK_WORDS: Mapping[AskKind, str] = {
    AskKind.MONEY: "Money",
    AskKind.HOURS: "Hours",
    AskKind.ROOMS: "Rooms",
    AskKind.KIT: "Kit",
    AskKind.DATA: "Data",
    AskKind.REACH: "Reach",
    AskKind.OTHER: "Something else",
}
"""What people read for each kind."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """What somebody says is needed, along with how it goes."""

    text: str
    kind: AskKind = AskKind.OTHER


@dataclass(eq=False, kw_only=True)
class Ask:
    """A need that was said with an update. It is open until somebody marks it answered."""

    id: UUID
    version: int = 1
    community_id: UUID
    plan_id: UUID
    commitment_id: UUID
    update_id: UUID
    organisation_id: UUID | None
    kind: AskKind
    text: str
    asked_at: datetime
    answered_at: datetime | None = None
    answered_by: UUID | None = None
