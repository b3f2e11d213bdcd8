"""Waits for what other processes do."""

import time
from collections.abc import Callable

SECONDS_BETWEEN_LOOKS = 0.1


def comes_true(condition: Callable[[], bool], *, within: float) -> bool:
    """Return True as soon as the condition holds, and False when it does not within these seconds."""
    until = time.monotonic() + within
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return True
