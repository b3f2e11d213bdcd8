"""The part of a service that works by itself: it relays events, consumes them and runs the jobs."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

import structlog

from shared import logs
from shared.crash_points import reach
from shared.db.listening import listen
from shared.events.gathering import rest_after
from shared.events.relay import BATCH, relay_once
from shared.events.sweeping import sweep
from shared.events.transport import Delivery, TransportUnavailable
from shared.resync import JOBS as RESYNC_JOBS
from shared.service import Job, Runtime

_log = structlog.get_logger(__name__)

RELAY_SECONDS = 1.0
"""How long the relay waits for a commit before it looks into the outbox by itself."""

RELAYS_ALONG = 2
"""Relays that help with a backlog. With more of them, this process is in its own way."""

RETRY_SECONDS = 1.0
"""How often events that failed are looked at for another attempt."""

SWEEP_SECONDS = 3600.0
"""How often rows of events that have done their work are taken away."""

PAUSE_SECONDS = 1.0
"""How long a loop rests after an unexpected error, so that a broken database is not hammered."""

SETTLE_SECONDS = 0.5
"""How long a job waits after events came in, so that a burst of them runs it once."""

TIMES_AS_OFTEN = 10
LONGEST_REST_SECONDS = 5.0
"""While events keep coming in a job runs so many times as often as without them, and no more: otherwise all
of them begin again together twice a second, in the way of the very events. None rests longer than that.
"""

SWITCH_SECONDS = 0.0005
"""After how long a thread that computes lets another go on. With Python's 5 ms an event that had been waiting
for the database waited once more for whatever else was being worked out, several times on its way.
"""

STOP_SECONDS = 8.0
"""How long a stopping worker waits for its threads; service managers kill after 10."""


class Worker:
    """Threads around one runtime, all of them stopped by `stop`."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._stopping = threading.Event()
        self._committed = threading.Event()
        self._backlog = threading.Event()
        self._jobs = (*runtime.service.jobs, *RESYNC_JOBS)
        self._came_in = {job.name: threading.Event() for job in self._jobs}
        self._threads = [
            threading.Thread(target=self._loop, args=(name, step), name=f"{runtime.service.name}.{name}")
            for name, step in self._steps()
        ]

    def start(self) -> None:
        """Start relaying, consuming and running jobs, each in a thread of its own.

        Raises:
            TopologyConflict: when the transport holds something else than this release needs.
        """
        self._declare()
        sys.setswitchinterval(SWITCH_SECONDS)
        self._runtime.database.on_commit(self._committed.set)
        for thread in self._threads:
            thread.start()

    @property
    def lives(self) -> bool:
        """Whether all of its loops run."""
        return all(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Ask every thread to end after what it has in hand, and wait for them."""
        self._stopping.set()
        for event in (self._committed, self._backlog, *self._came_in.values()):
            event.set()
        until = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _declare(self) -> None:
        """Make what is missing before anything is published; a broker that is away is met again later."""
        try:
            missing = self._runtime.transport.declare()
        except TransportUnavailable as fault:
            _log.warning("broker away at the start", reason=str(fault))
            return
        for service in missing:
            self._lost(service, "its queue was missing")

    def _lost(self, service: str, reason: str) -> None:
        self._runtime.ask_for_resync(reason, service=service)

    def _steps(self) -> list[tuple[str, Callable[[], None]]]:
        jobs = [(f"job.{job.name}", partial(self._run_job, job)) for job in self._jobs]
        own = [
            ("relay", self._relay),
            ("consumer", self._consume),
            ("retry", self._retry),
            ("sweep", self._sweep),
        ]
        return own + self._between_processes() + jobs

    def _between_processes(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what only a database that several processes share has a use for."""
        if self._runtime.database.dialect != "postgresql":
            return []
        along = [(f"relay.along.{number}", self._relay_along) for number in range(RELAYS_ALONG)]
        return [*along, ("listen", self._listen)]

    def _loop(self, name: str, step: Callable[[], None]) -> None:
        with logs.bind(service=self._runtime.service.name, loop=name):
            try:
                while not self._stopping.is_set():
                    self._attempt(step)
            finally:
                # A loop that has died must not leave a process that looks alive: the service manager
                # starts a fresh one.
                if not self._stopping.is_set():
                    os.kill(os.getpid(), signal.SIGTERM)

    def _attempt(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:  # noqa: BLE001  # Whatever went wrong, the loop says so and goes on.
            _log.exception("loop failed, will go on")
            self._stopping.wait(PAUSE_SECONDS)

    def _relay(self) -> None:
        self._committed.clear()
        sent = relay_once(self._runtime.database, self._runtime.transport)
        if sent:
            reach("relay.committed")
        if sent == BATCH:
            self._backlog.set()
        elif sent:
            self._stopping.wait(rest_after(sent))
        else:
            self._backlog.clear()
            self._committed.wait(RELAY_SECONDS)

    def _relay_along(self) -> None:
        """Fill the time in which the others wait for the broker, while there is a backlog."""
        if self._backlog.wait(RELAY_SECONDS):
            relay_once(self._runtime.database, self._runtime.transport)

    def _listen(self) -> None:
        listen(self._runtime.database, self._committed.set, self._stopping)

    def _consume(self) -> None:
        self._runtime.transport.consume(self._runtime.service.name, self._receive, self._stopping, self._lost)

    def _receive(self, deliveries: Sequence[Delivery]) -> None:
        reach("consumer.received")
        self._runtime.consumer.receive(deliveries)
        for job in self._jobs:
            if job.on_events:
                self._came_in[job.name].set()

    def _retry(self) -> None:
        self._runtime.consumer.retry_due()
        self._stopping.wait(RETRY_SECONDS)

    def _sweep(self) -> None:
        reach("sweep.begun")
        sweep(self._runtime.database, sent_kept=self._runtime.settings.events_kept)
        self._stopping.wait(SWEEP_SECONDS)

    def _run_job(self, job: Job) -> None:
        came_in, every = self._came_in[job.name], job.every.total_seconds()
        came_in.clear()
        reach("job.begun")
        self._runtime.run(job)
        reach("job.done")
        soonest = time.monotonic() + min(every / TIMES_AS_OFTEN, LONGEST_REST_SECONDS)
        if came_in.wait(every):
            self._stopping.wait(max(SETTLE_SECONDS, soonest - time.monotonic()))
