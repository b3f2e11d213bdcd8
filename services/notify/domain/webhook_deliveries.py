"""A webhook's delivery: one event on its way to one webhook, and what came of calling it.

Its id and its body are the same at each attempt, so that a receiver can drop what it has had already. A claim
whose sender is gone goes back to waiting: a call may come twice, and none is lost.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

LEASE = timedelta(seconds=25)
"""How long a claim is believed to be in the hands of a living sender; a call takes 15 s at most.

The lanes of a dead sender keep others from the webhook for as long.
"""

BEGUN_WITHIN = timedelta(seconds=9)
"""How long after its claim a call may begin, so that its answer comes while the claim is believed."""

PAUSES = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""How long it waits after each failed attempt; after the one behind the last, nothing is tried by itself."""

JITTER = 0.2
"""By how much of itself a pause may be longer, so that what failed together does not come back together."""

LONGEST_WISH = timedelta(hours=24)
"""A receiver may ask for a longer pause than ours, up to this."""

KEPT_FOR = timedelta(days=30)
"""After this a delivery is taken away, whatever became of it."""

SENDER_GONE = "the sender stopped before it knew the answer"
_GONE = 410


class WebhookDeliveryState(StrEnum):
    """Where a webhook's delivery stands; what is dead waits for a person to send it again."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a receiver answered, or why it could not be asked."""

    status: int | None = None
    reason: str | None = None
    retry_after: timedelta | None = None

    @property
    def is_success(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004  # 2xx.

    @property
    def is_gone(self) -> bool:
        """Whether the receiver says that it wants nothing more, ever."""
        return self.status == _GONE


@dataclass(eq=False, kw_only=True)
class WebhookDelivery:
    """One event for one webhook. So many of its attempts as `fresh_from` says no longer count.

    `lane` says which of the calls at a time to its webhook has it in hand; `version` tells claims apart.
    """

    id: UUID
    webhook_id: UUID
    community_id: UUID
    event_id: UUID
    event_type: str
    body: str
    made_at: datetime
    due_at: datetime
    traceparent: str | None = None
    state: WebhookDeliveryState = WebhookDeliveryState.WAITING
    attempts: int = 0
    fresh_from: int = 0
    lane: int | None = None
    lease_until: datetime | None = None
    ended_at: datetime | None = None
    status: int | None = None
    reason: str | None = None
    version: int = 1

    def claim(self, lane: int, now: datetime) -> None:
        """Take it in hand for one attempt."""
        self._become(WebhookDeliveryState.CLAIMED)
        self.attempts += 1
        self.lane, self.lease_until = lane, now + LEASE

    def give_back(self) -> None:
        """Let it go uncalled, as if it had not been claimed."""
        self.attempts -= 1
        self._become(WebhookDeliveryState.WAITING)

    def settle(self, answer: Answer, now: datetime) -> None:
        """Write down what came of the attempt."""
        self.status, self.reason = answer.status, answer.reason
        pause = self._pause()
        if answer.is_success:
            self._end(WebhookDeliveryState.DELIVERED, now)
        elif answer.is_gone or pause is None:
            self._end(WebhookDeliveryState.DEAD, now)
        else:
            wish = min(answer.retry_after or timedelta(0), LONGEST_WISH)
            self._wait(now + max(pause, wish))

    def lose(self, now: datetime) -> None:
        """Let it be tried again at once: whoever claimed it was not heard of again.

        The attempt does not count, because the receiver had no part in how it ended.
        """
        self.reason = SENDER_GONE
        self.fresh_from += 1
        self._wait(now)

    @property
    def was_lost(self) -> bool:
        """Whether nobody was heard of again who had it in hand last."""
        return self.reason == SENDER_GONE

    def replay(self, now: datetime) -> None:
        """Send it once more, with as many attempts as a new one has; what is on its way is left alone."""
        if self.state in {WebhookDeliveryState.DELIVERED, WebhookDeliveryState.DEAD}:
            self.fresh_from, self.ended_at = self.attempts, None
            self._wait(now)

    def _pause(self) -> timedelta | None:
        """Return how long to wait for the next attempt, or None when there is to be none."""
        made = self.attempts - self.fresh_from
        if made > len(PAUSES):
            return None
        # The same delivery draws the same pause, so that nothing here depends on chance.
        drawn = zlib.crc32(f"{self.id}/{self.attempts}".encode()) / 2**32
        return PAUSES[max(made, 1) - 1] * (1 + JITTER * drawn)

    def _wait(self, until: datetime) -> None:
        self._become(WebhookDeliveryState.WAITING)
        self.due_at = until

    def _end(self, state: WebhookDeliveryState, now: datetime) -> None:
        self._become(state)
        self.ended_at = now

    def _become(self, state: WebhookDeliveryState) -> None:
        self.state, self.lane, self.lease_until = state, None, None
        self.version += 1
