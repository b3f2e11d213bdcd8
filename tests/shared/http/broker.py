"""A broker as a health check meets it: well, away, silent, or without anybody who takes what waits."""

import threading
from dataclasses import dataclass, field

from shared.events.transport import Queue, TransportUnavailable
from tests.shared.transports import Sink


@dataclass
class Broker(Sink):
    """Answers as a test needs; while `hangs` is set it does not answer at all."""

    waiting: int = 0
    consumers: int = 1
    fault: str | None = None
    looks: int = 0
    answering: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__()
        self.answering.set()

    def queue(self, service: str) -> Queue:  # noqa: ARG002  # A transport's.
        self.looks += 1
        self.answering.wait()
        if self.fault:
            raise TransportUnavailable(self.fault)
        return Queue(waiting=self.waiting, consumers=self.consumers)
