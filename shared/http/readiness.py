"""Whether a service can do its work, and what keeps it from doing all of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from shared.events.backlog import Backlog, backlog
from shared.events.metrics import APPLYING, SENDING
from shared.events.reasons import reason_of
from shared.events.transactions import DatabaseUnavailable
from shared.events.transport import Queue, TransportUnavailable
from shared.http.lookout import Lookout, NoAnswer
from shared.http.site import Site

log = structlog.get_logger("backcast.http")

OLDEST_SECONDS = 60.0
"""An event that has waited longer than this to be sent says that nobody sends."""

BROKER_FRESH_SECONDS = 2.0
"""How long what the broker said is good enough: each look opens a connection."""

BROKER_PATIENCE_SECONDS = 2.0
DATABASE_PATIENCE_SECONDS = 3.0
"""How long an answer waits for either, while it waits for both."""

T = TypeVar("T")


class State(StrEnum):
    """How something is that the service depends on."""

    OK = "ok"
    DOWN = "down"
    OLD = "old"
    SILENT = "silent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What one look has seen: None stands for what could not be asked."""

    backlog: Backlog | None
    queue: Queue | None

    @property
    def states(self) -> Mapping[str, State]:
        """How each dependency is."""
        return {
            "database": State.OK if self.backlog else State.DOWN,
            "broker": State.OK if self.queue else State.DOWN,
            "outbox": self._outbox,
            "worker": self._worker,
        }

    @property
    def status(self) -> str:
        """Return "ok"; "degraded" while pages are answered but not everything moves; or "down"."""
        if self.backlog is None:
            return "down"
        return "ok" if set(self.states.values()) == {State.OK} else "degraded"

    def told(self) -> dict[str, Any]:
        """Return the same for programs: states and counts, and nothing that names a host."""
        waiting, queue = self.backlog, self.queue
        return {
            "status": self.status,
            "dependencies": self.states,
            "outbox": waiting
            and {"waiting": waiting.unsent, "oldest_seconds": round(waiting.oldest_seconds, 1)},
            "queue": queue and {"waiting": queue.waiting, "consumers": queue.consumers},
            "failures": waiting and {"waiting": waiting.failing},
            "parked": waiting and {where: waiting.parked_at(where) for where in (SENDING, APPLYING)},
        }

    @property
    def _outbox(self) -> State:
        if self.backlog is None:
            return State.UNKNOWN
        return State.OK if self.backlog.oldest_seconds <= OLDEST_SECONDS else State.OLD

    @property
    def _worker(self) -> State:
        """A worker that lives takes what comes for its service: where nobody does, none lives."""
        if self.queue is None:
            return State.UNKNOWN
        return State.OK if self.queue.consumers else State.SILENT


class Watch:
    """Looks at what a service depends on, each on its own so that one that hangs hides none of the others."""

    def __init__(self, site: Site) -> None:
        self._backlog = Lookout(lambda: backlog(site.database), fresh=0, patience=DATABASE_PATIENCE_SECONDS)
        self._queue = Lookout(
            lambda: site.transport.queue(site.name),
            fresh=BROKER_FRESH_SECONDS,
            patience=BROKER_PATIENCE_SECONDS,
        )

    def look(self) -> Readiness:
        """Return how things are, soon whatever hangs."""
        queue, waiting = self._queue.begin(), self._backlog.begin()
        return Readiness(backlog=_seen("database", waiting), queue=_seen("broker", queue))


def _seen(name: str, see: Callable[[], T]) -> T | None:
    try:
        return see()
    except (DatabaseUnavailable, SQLAlchemyError, TransportUnavailable, NoAnswer) as fault:
        # The reason is for the log alone, since it may name hosts.
        log.warning("dependency down", dependency=name, reason=reason_of(fault))
        return None
