"""A delivery: one e-mail on its way, and what is known of where it got to.

A claim is committed before the mail server hears of the message, and the outcome after. What lies between
cannot be known after a crash, so such a claim ends as uncertain, is shown as such and is never sent again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

LEASE = timedelta(minutes=3)
"""How long a claim is believed to be in the hands of a living sender."""

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)
GIVES_UP_AFTER = timedelta(hours=24)
"""A nudge that is a day old says the wrong day; the ladder's next step will tell better."""


class Kind(StrEnum):
    """What an e-mail is about."""

    GIVEN = "given"
    DUE = "due"
    TURN = "turn"
    DIGEST = "digest"
    SIGN_IN = "sign_in"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class Result(StrEnum):
    """What came of one attempt."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_NOW = "not_now"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Outcome:
    """The result of one attempt, and what the mail server (or our side) gave as the reason."""

    result: Result
    reason: str | None = None


@dataclass(eq=False, kw_only=True)
class Delivery:
    """One e-mail. `data` is what it says; links with their tokens are made only when it is sent or shown.

    `traceparent` belongs to what caused it, so that its sending is seen as a part of that.
    """

    id: UUID
    community_id: UUID
    person_id: UUID
    kind: Kind
    data: dict[str, Any]
    made_at: datetime
    due_at: datetime
    expires_at: datetime | None = None
    traceparent: str | None = None
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    lease_until: datetime | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    version: int = 1

    def claim(self, now: datetime) -> None:
        """Take it in hand for one attempt."""
        self._become(DeliveryState.CLAIMED)
        self.attempts += 1
        self.lease_until = now + LEASE

    def settle(self, outcome: Outcome, now: datetime) -> None:
        """Write down what came of the attempt; a delivery that has ended stays as it is."""
        if self.state is not DeliveryState.CLAIMED:
            return
        if outcome.result is Result.NOT_NOW:
            self._wait(outcome.reason, now)
        else:
            self._end(_ENDS[outcome.result], outcome.reason, now)

    def lose(self, now: datetime) -> None:
        """Say that whoever claimed it was not heard of again."""
        self._end(DeliveryState.UNCERTAIN, "the sender stopped before the outcome was known", now)

    def expire(self, now: datetime) -> None:
        """Give up on what would come too late; it was certainly not sent."""
        late = f"too late; last: {self.reason}" if self.reason else "too late"
        self._end(DeliveryState.FAILED, late, now)

    def is_stale(self, now: datetime) -> bool:
        """Return whether it would come too late to be of use."""
        if self.expires_at is not None and now >= self.expires_at:
            return True
        return now >= self.made_at + GIVES_UP_AFTER

    def _wait(self, reason: str | None, now: datetime) -> None:
        self._become(DeliveryState.WAITING)
        self.reason, self.lease_until = reason, None
        self.due_at = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self.attempts - 1, 12))

    def _end(self, state: DeliveryState, reason: str | None, now: datetime) -> None:
        self._become(state)
        self.reason, self.ended_at, self.lease_until = reason, now, None

    def _become(self, state: DeliveryState) -> None:
        self.state = state
        self.version += 1


_ENDS = {
    Result.ACCEPTED: DeliveryState.SENT,
    Result.REFUSED: DeliveryState.FAILED,
    Result.UNKNOWN: DeliveryState.UNCERTAIN,
}
