"""Waiting for what other threads and processes do, without guessing how long it takes."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

SECONDS_BETWEEN_LOOKS = 0.02

T = TypeVar("T")


def eventually(
    condition: Callable[[], T | None], *, within: float = 90.0, saying: str = "the condition"
) -> T:
    """Return the condition's first truthy value; fail the test when there is none within these seconds."""
    deadline = time.monotonic() + within
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{saying} did not come true within {within} s"
        threading.Event().wait(SECONDS_BETWEEN_LOOKS)
    return value
