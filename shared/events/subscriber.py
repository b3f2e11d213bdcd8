"""Consuming one service's queue, for as long as the worker runs and whatever happens to the connection."""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from pika.connection import Parameters

from shared.events.arrivals import MOST_TOGETHER, Arrival, ConnectionOver, ConsumingConnection
from shared.events.backoff import wait_after
from shared.events.gathering import rest_after
from shared.events.transport import Receive

_log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 0.2
"""How long a consumer waits for an event before it looks whether it should stop."""

READY_SECONDS = 70.0
"""A queue that lost its disk answers nothing for 65 seconds; one that is well answers at once."""

HOLD_SECONDS = 600.0
"""How long events are held while they cannot be taken. The broker gives a consumer half an hour."""

FIRST_WAIT = timedelta(seconds=0.2)
LONGEST_WAIT = timedelta(seconds=10)

SILENT = "the queue does not answer"
_MISSING, _BROKEN = "NOT_FOUND", "INTERNAL_ERROR"
_MOST_SILENCES = 2
"""After as many in a row a queue is held to be dead: it will never answer, and what it held is gone."""


class Subscriber:
    """Hands the events of one queue to `receive`, some at a time.

    Args:
        parameters: where the broker is.
        service: whose queue it is.
        receive: takes events; they are acknowledged once it returns, and tried again while it raises.
        heal: makes what is missing of the topology, and tells whose events are gone with it; with True it
            first deletes the service's dead queue.
    """

    def __init__(
        self,
        parameters: Parameters,
        service: str,
        receive: Receive,
        *,
        heal: Callable[[bool], object],
    ) -> None:
        self._parameters = parameters
        self._service = service
        self._receive = receive
        self._heal = heal
        self._faults = 0
        self._silences = 0

    def run(self, stop: threading.Event) -> None:
        """Consume until `stop` is set, with a new connection after each fault."""
        while not stop.is_set():
            connection = ConsumingConnection(self._parameters, self._service)
            connection.start()
            try:
                self._listen(connection, stop)
            except ConnectionOver as over:
                self._note(str(over))
                stop.wait(self._wait(self._faults))
            finally:
                connection.end()

    def _listen(self, connection: ConsumingConnection, stop: threading.Event) -> None:
        silent_from = time.monotonic() + READY_SECONDS
        while not stop.is_set():
            arrivals = connection.next(PATIENCE_SECONDS)
            if arrivals and self._hand_over(connection, arrivals, stop):
                connection.acknowledge(arrivals[-1])
                if len(arrivals) < MOST_TOGETHER:
                    stop.wait(rest_after(len(arrivals)))
            if connection.ready.is_set():
                self._faults = self._silences = 0
            elif time.monotonic() > silent_from:
                raise ConnectionOver(SILENT)

    def _hand_over(
        self, connection: ConsumingConnection, arrivals: Sequence[Arrival], stop: threading.Event
    ) -> bool:
        """Hand the events over, and hold them while they cannot be taken.

        Giving them back would be no help: they would come again at once, and the broker counts how often.
        """
        until, attempts = time.monotonic() + HOLD_SECONDS, 0
        while not (connection.is_over or (attempts and stop.is_set())):
            try:
                self._receive([arrival.delivery for arrival in arrivals])
            except Exception as fault:  # Whatever it was, the events are still the broker's.
                attempts += 1
                _log.warning("events held", service=self._service, count=len(arrivals), reason=repr(fault))
                if time.monotonic() > until:
                    raise ConnectionOver("events could not be taken for too long") from fault
                stop.wait(self._wait(attempts))
            else:
                return True
        return False

    def _note(self, fault: str) -> None:
        self._faults += 1
        _log.warning("consuming interrupted", service=self._service, reason=fault)
        if _MISSING in fault:
            self._cure(dead=False)
        elif _BROKEN in fault or fault == SILENT:
            self._silences += 1
            if self._silences >= _MOST_SILENCES:
                self._silences = 0
                self._cure(dead=True)

    def _cure(self, *, dead: bool) -> None:
        try:
            self._heal(dead)
        except Exception:  # noqa: BLE001  # The queue is there again; the nightly comparison finds what lacks.
            _log.exception("could not ask for what was lost")

    def _wait(self, attempts: int) -> float:
        return wait_after(attempts, first=FIRST_WAIT, most=LONGEST_WAIT).total_seconds()
