"""Services made up for these tests, which write down what they hear."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from shared.events.envelope import decode
from shared.events.transport import Delivery, Lost, Transport


def nobody(_service: str, _reason: str) -> None:
    """Be told that events may be lost, and do nothing about it."""


class Ear:
    """Writes down the ids of the events that one service hears; raises for as many as it is told to."""

    def __init__(self, *, raises: int = 0) -> None:
        self.heard: list[UUID] = []
        self.redelivered: list[UUID] = []
        self._raises = raises

    def __call__(self, deliveries: Sequence[Delivery]) -> None:
        if self._raises:
            self._raises -= 1
            raise RuntimeError("not now")
        for delivery in deliveries:
            event_id = decode(delivery.body).id
            self.heard.append(event_id)
            if delivery.redelivered:
                self.redelivered.append(event_id)


@contextmanager
def listening(transport: Transport, lost: Lost = nobody, **ears: Ear) -> Iterator[None]:
    """Let the services (by name) hear through their ears until the end of the block."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=transport.consume, args=(service, ear, stop, lost))
        for service, ear in ears.items()
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)
