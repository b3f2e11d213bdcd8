"""When notify's copies change: its database itself tells, at the commit."""

import threading
import time
from collections.abc import Collection
from typing import Self
from uuid import UUID

from tests.benchmarks.events.house import House
from tests.waiting import eventually

LONGEST_SECONDS = 60.0
_TELL = """
CREATE OR REPLACE FUNCTION tell_of_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('copies', NEW.id || ' ' || NEW.version);
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER tell_of_copy AFTER INSERT OR UPDATE ON commitments
FOR EACH ROW EXECUTE FUNCTION tell_of_copy();
LISTEN copies
"""


class Arrivals:
    """Listens from the beginning to the end of its block."""

    def __init__(self, home: House) -> None:
        self._connection = home.connect("notify")
        self._arrived: dict[tuple[UUID, int], float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen)

    def __enter__(self) -> Self:
        self._connection.execute(_TELL)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._connection.close()

    def wait_for(self, things: Collection[UUID], version: int) -> dict[UUID, float]:
        """Return when each thing came to the version, once all have."""
        wanted = {(thing, version) for thing in things}
        eventually(
            lambda: wanted <= self._arrived.keys(), within=LONGEST_SECONDS, saying="every copy's arrival"
        )
        return {thing: self._arrived[thing, version] for thing in things}

    def _listen(self) -> None:
        while not self._stop.is_set():
            for told in self._connection.notifies(timeout=0.2):
                thing, version = told.payload.split()
                self._arrived[UUID(thing), int(version)] = time.perf_counter()
