"""Looking at something that may hang, without ever keeping whoever asks waiting for long."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class NoAnswer(Exception):
    """What was looked at did not answer in time."""


class Lookout(Generic[T]):
    """One look at a time, on a thread of its own, whose answer serves all who ask meanwhile.

    Args:
        look: what takes its time, or raises.
        fresh: for how many seconds an answer is good enough for the next who asks.
        patience: how many seconds after the look began nobody waits for it any longer.
    """

    def __init__(self, look: Callable[[], T], *, fresh: float, patience: float) -> None:
        self._look = look
        self._fresh = fresh
        self._patience = patience
        self._guard = threading.Lock()
        self._began = self._ended = 0.0
        self._answer: Future[T] | None = None

    def begin(self) -> Callable[[], T]:
        """Look, and return a function that returns what there is to see, or raises what the look raised.

        That is not older than `fresh` seconds. The function raises NoAnswer when the look takes too long.
        """
        answer, began = self._current()

        def see() -> T:
            try:
                return answer.result(max(0.0, began + self._patience - time.monotonic()))
            except TimeoutError as fault:
                raise NoAnswer(f"no answer within {self._patience} seconds") from fault

        return see

    def _current(self) -> tuple[Future[T], float]:
        with self._guard:
            if self._answer is None or (self._answer.done() and self._is_old()):
                self._answer, self._began = Future(), time.monotonic()
                threading.Thread(target=self._go, args=(self._answer,), name="lookout", daemon=True).start()
            return self._answer, self._began

    def _is_old(self) -> bool:
        return time.monotonic() >= self._ended + self._fresh

    def _go(self, answer: Future[T]) -> None:
        try:
            seen = self._look()
        except Exception as fault:  # noqa: BLE001  # It belongs to whoever asked, and is raised there.
            self._ended = time.monotonic()
            answer.set_exception(fault)
        else:
            self._ended = time.monotonic()
            answer.set_result(seen)
