"""Turns at writing: threads of one process queue for SQLite's single write lock in the order they came."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from shared.events.transactions import DatabaseUnavailable

PATIENCE_SECONDS = 5.0


class Turns:
    """A fair lock. SQLite's own waiting is a lottery, in which an unlucky thread waits for seconds."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._holder: int | None = None

    @property
    def length(self) -> int:
        """How many threads have the turn or wait for it."""
        return len(self._queue)

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for the turn, and pass it on at the end of the block.

        Raises:
            DatabaseUnavailable: when the turn does not come in time.
            RuntimeError: when this thread has the turn already and would wait for itself.
        """
        self._wait()
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self) -> None:
        me = threading.get_ident()
        if self._holder == me:
            raise RuntimeError("a unit of work was opened inside another one of the same database")
        turn = threading.Event()
        with self._guard:
            self._queue.append(turn)
            if self._queue[0] is turn:
                turn.set()
        if not turn.wait(PATIENCE_SECONDS):
            self._leave(turn)
        self._holder = me

    def _leave(self, turn: threading.Event) -> None:
        with self._guard:
            # The turn may have come between the end of the wait and here: then it is ours after all.
            if turn.is_set():
                return
            self._queue.remove(turn)
        raise DatabaseUnavailable(f"no turn to write within {PATIENCE_SECONDS} seconds")

    def _pass_on(self) -> None:
        with self._guard:
            self._holder = None
            self._queue.popleft()
            if self._queue:
                self._queue[0].set()
