"""Publishing to RabbitMQ over a connection that is opened again whenever it ends."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from pika.connection import Parameters

from shared.events.backoff import wait_after
from shared.events.confirms import Batch, ConfirmingConnection
from shared.events.transport import Message, Refusal, TransportUnavailable

_log = structlog.get_logger(__name__)

CONNECT_SECONDS = 3.0
FIRST_WAIT = timedelta(seconds=0.2)
LONGEST_WAIT = timedelta(seconds=10)
_MISSING = "NOT_FOUND"


class Publisher:
    """Sends batches for whichever threads ask, several at once.

    Args:
        parameters: where the broker is.
        heal: makes the exchange and the queues; called when the broker lacks something of them.
    """

    def __init__(self, parameters: Parameters, heal: Callable[[], None]) -> None:
        self._parameters = parameters
        self._heal = heal
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._connection: ConfirmingConnection | None = None
        self._fault = "not connected yet"

    def publish(self, messages: Sequence[Message]) -> list[Refusal | None]:
        """Send the messages at once and wait until the broker has answered for each.

        Raises:
            TransportUnavailable: when there is no connection.
        """
        if not messages:
            return []
        self._start()
        connection = self._connection
        if connection is None or not connection.ready.wait(CONNECT_SECONDS):
            raise TransportUnavailable(self._fault)
        batch = Batch(messages)
        connection.submit(batch)
        if not batch.wait():
            connection.end("the broker went quiet in the middle of a batch")
        answers = batch.answers
        if any(answer and answer.lasting for answer in answers):
            self._heal()
        return answers

    def close(self) -> None:
        """End the connection and its thread."""
        self._stopping.set()
        if self._connection is not None:
            self._connection.end()
        if self._thread is not None:
            self._thread.join(CONNECT_SECONDS)

    def _start(self) -> None:
        """Begin with the first batch and not before: a thread does not live through a fork."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._connection = ConfirmingConnection(self._parameters)
                self._thread = threading.Thread(
                    target=self._run, args=(self._connection,), name="publishers", daemon=True
                )
                self._thread.start()

    def _run(self, connection: ConfirmingConnection) -> None:
        attempts = 0
        while not self._stopping.is_set():
            connection.start()
            connection.join()
            attempts = 1 if connection.was_ready else attempts + 1
            self._note(connection.fault, first=attempts == 1)
            self._stopping.wait(wait_after(attempts, first=FIRST_WAIT, most=LONGEST_WAIT).total_seconds())
            connection = self._connection = ConfirmingConnection(self._parameters)

    def _note(self, fault: str, *, first: bool) -> None:
        self._fault = fault
        if first and not self._stopping.is_set():
            _log.warning("broker connection of the relay ended", reason=fault)
        if _MISSING in fault:
            self._heal()
