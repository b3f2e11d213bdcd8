"""How long to wait before trying again: longer each time, and never in step with others."""

import random
from datetime import timedelta

_CAP = 30
"""Doubling any further would only make numbers that the longest wait cuts off."""


def wait_after(attempts: int, *, first: timedelta, most: timedelta, factor: float = 2.0) -> timedelta:
    """Return the wait after the given number of failed attempts (1, 2, ...), with up to a half of jitter."""
    steady = min(first * factor ** min(attempts - 1, _CAP), most)
    return steady * random.uniform(0.75, 1.25)  # noqa: S311  # Jitter is no secret.
