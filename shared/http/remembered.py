"""The newest answers of this process, for those who ask again before anything has changed."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

MOST = 200
LARGEST = 32 * 1024
"""An answer of more bytes is not remembered, so that all of them together stay small."""


class Remembered:
    """Answers to questions, each with the stamp of what it tells; the longest unasked goes first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[str, bytes]] = OrderedDict()
        self._lock = Lock()

    def recall(self, question: Hashable, stamp: str) -> bytes | None:
        """Return the answer, if the one that is remembered has this very stamp."""
        with self._lock:
            kept, answer = self._answers.get(question, (None, b""))
            if kept != stamp:
                return None
            self._answers.move_to_end(question)
            return answer

    def keep(self, question: Hashable, stamp: str, answer: bytes) -> None:
        """Remember the answer instead of an older one to the same question."""
        if len(answer) > LARGEST:
            return
        with self._lock:
            self._answers[question] = stamp, answer
            self._answers.move_to_end(question)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
