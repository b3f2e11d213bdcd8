"""Moderation: what people say is shown to the public of a plan only once a coordinator has let it pass."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Channel, Update


class Verdict(StrEnum):
    """Whether anyone may read what an update says."""

    WAITING = "waiting"
    SHOWN = "shown"
    PRIVATE = "private"


@dataclass(eq=False, kw_only=True)
class Moderated:
    """What was decided of an update's words, proofs and ask; who decided, and why they stay private."""

    update_id: UUID
    community_id: UUID
    plan_id: UUID
    commitment_id: UUID
    verdict: Verdict
    said_at: datetime
    reason: str | None = None
    decided_at: datetime | None = None
    decided_by: UUID | None = None

    def decide(self, verdict: Verdict, reason: str | None, at: datetime, person_id: UUID | None) -> None:
        """Let it pass or keep it private, with the reason; a later decision takes the place of this one."""
        if verdict is Verdict.WAITING:
            raise Refused("Choose whether to show it or to keep it private.")
        if verdict is Verdict.PRIVATE and not (reason or "").strip():
            raise Refused("Say why it stays private.")
        self.verdict, self.reason = verdict, reason if verdict is Verdict.PRIVATE else None
        self.decided_at, self.decided_by = at, person_id


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads: somebody of the community, or anyone at all, who reads only what has passed."""

    within: bool
    passed: frozenset[UUID] = field(default_factory=frozenset)

    def may_read(self, update_id: UUID) -> bool:
        """Return whether they may read what the update says, with its proofs and its ask."""
        return self.within or update_id in self.passed


def first_verdict(channel: Channel) -> Verdict:
    """Return what holds until somebody decides: only coordinators speak other than by an update link."""
    return Verdict.WAITING if channel is Channel.LINK else Verdict.SHOWN


def superseded(history: Iterable[Update]) -> frozenset[UUID]:
    """Return the updates in whose place a correction counts; the history is oldest first."""
    newest: dict[UUID, UUID] = {}
    gone: set[UUID] = set()
    for update in history:
        if update.corrects_id:
            gone.add(newest.get(update.corrects_id, update.corrects_id))
            newest[update.corrects_id] = update.id
    return frozenset(gone)
