"""How often one link may be asked for, so that a program gone wild does not keep others waiting."""

import threading
from datetime import datetime, timedelta

MOST_KEYS = 10_000
"""How many links are counted at once; beyond that, counting begins anew."""


class Pace:
    """Counts in each process for itself: it keeps the peace and is no meter.

    Args:
        most: how many requests are answered within a while.
        within: how long that while is.
    """

    def __init__(self, most: int, within: timedelta) -> None:
        self._most, self._within = most, within
        self._counted: dict[object, tuple[datetime, int]] = {}
        self._lock = threading.Lock()

    def wait(self, key: object, now: datetime) -> timedelta | None:
        """Count a request; return how long to wait with it when there were too many, else None."""
        with self._lock:
            begun, count = self._counted.get(key, (now, 0))
            if now - begun >= self._within:
                begun, count = now, 0
            if count >= self._most:
                return begun + self._within - now
            if key not in self._counted and len(self._counted) >= MOST_KEYS:
                self._counted.clear()
            self._counted[key] = begun, count + 1
            return None
