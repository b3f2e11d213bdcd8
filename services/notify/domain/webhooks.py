"""A webhook: where a community's own program wants to be told of events, and of which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.notify.domain.refusals import Refused
from shared.contracts import CommitmentChanged, Contract, PlanChanged, UpdateRecorded

OVERLAP = timedelta(hours=24)
"""How long the secret before the last one signs too, so that a receiver can change over in its own time."""

MOST_WEBHOOKS = 20
"""In one community; each of them is one more call for every event."""

EVENT_TYPES: Mapping[str, str] = {
    PlanChanged.TYPE: "A plan is made or changed",
    CommitmentChanged.TYPE: "A commitment is made or changed",
    UpdateRecorded.TYPE: "Somebody says something about a commitment",
}
"""The events that a webhook can be told of, with what pages call them. None is about a person."""

TEST_TYPE = "notify.webhook_tested.v1"
"""What somebody sends by hand to see whether it arrives."""

KEPT_BACK = frozenset({"contact_id", "person_id", "again"})
"""Fields that stay here: who the people are, and what is of use to our own services alone."""


class WebhookState(StrEnum):
    """Whether a webhook is called."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Which secret signs: the number of the secret, and the mark of the site's key that it comes from."""

    generation: int
    key_mark: str


@dataclass(eq=False, kw_only=True)
class Webhook:
    """One webhook. Its secret is worked out from its id, `generation` and a key of the site, never stored.

    `key_mark` says which of the site's keys that is. `previous_mark` and `previous_until` are of the secret
    before, while that still signs; `reason` says why the webhook has ended by itself.
    """

    id: UUID
    community_id: UUID
    url: str
    description: str
    event_types: Sequence[str]
    made_at: datetime
    made_by: UUID | None
    key_mark: str
    generation: int = 1
    previous_mark: str | None = None
    previous_until: datetime | None = None
    state: WebhookState = WebhookState.ACTIVE
    reason: str | None = None
    version: int = 1

    def signers(self, now: datetime) -> list[Signer]:
        """Return which secrets sign now, the newest first."""
        signing = [Signer(generation=self.generation, key_mark=self.key_mark)]
        if self.previous_mark and self.previous_until and now < self.previous_until:
            signing.append(Signer(generation=self.generation - 1, key_mark=self.previous_mark))
        return signing

    def change(self, *, url: str, description: str, event_types: Iterable[str]) -> None:
        """Let it be called elsewhere, or of other events."""
        self.url, self.description = url, description
        self.event_types = clean_types(event_types)
        self.version += 1

    def rotate(self, key_mark: str, now: datetime) -> None:
        """Give it a new secret; the one before signs too for a while."""
        self.previous_mark, self.previous_until = self.key_mark, now + OVERLAP
        self.key_mark = key_mark
        self.generation += 1
        self.version += 1

    def pause(self) -> None:
        """Call it no more for now; what happens meanwhile waits for it."""
        self._become(WebhookState.PAUSED)

    def resume(self) -> None:
        """Call it again, whatever ended or paused it."""
        self._become(WebhookState.ACTIVE)

    def end(self, reason: str) -> None:
        """Call it no more, because its receiver said so; only a person begins it again."""
        self._become(WebhookState.ENDED, reason)

    def hears(self, event: Contract) -> bool:
        """Return whether it is to be told of the event."""
        return (
            self.state is not WebhookState.ENDED
            and event.community_id == self.community_id
            and event.TYPE in self.event_types
        )

    def _become(self, state: WebhookState, reason: str | None = None) -> None:
        if self.state is not state:
            self.state, self.reason = state, reason
            self.version += 1


def clean_types(chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the types in the table's order, each once.

    Raises:
        Refused: there are none, or one that there is not.
    """
    asked = set(chosen)
    if not asked or asked - EVENT_TYPES.keys():
        raise Refused("Choose what it is told of", field="event_types")
    return tuple(name for name in EVENT_TYPES if name in asked)
