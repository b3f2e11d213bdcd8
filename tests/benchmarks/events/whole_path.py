"""`events.effect_once`: from a change in plans to notify's copy, beside its physical parts one by one."""

import time
from collections.abc import Iterator

from shared.events.envelope import Envelope
from shared.service import Runtime
from tests.benchmarks.events import bare_postgresql
from tests.benchmarks.events.bare_pika import Consuming, Publishing
from tests.benchmarks.events.copies import wait_for_copies
from tests.benchmarks.events.house import House, house, running
from tests.benchmarks.events.promises import change, commitment, envelopes, stock
from tests.benchmarks.events.publish import WINDOW, as_messages
from tests.benchmarks.measure import Goal, Measurement, interleaved
from tests.servers import Servers

EVENTS = 3_000
RUNS = 5


def measure(servers: Servers) -> Iterator[Measurement]:
    """Do the same job by our workers and by its parts alone, in turn."""
    with (
        house(servers) as ours,
        house(servers) as bare,
        ours.runtime() as runtime,
        running(ours.worker("plans"), ours.worker("notify")),
    ):
        for home in (ours, bare):
            with home.runtime() as plans, plans.database.unit_of_work() as uow:
                stock(uow, EVENTS)
        whole, parts = Whole(ours, runtime), Parts(bare)
        whole.seconds(100)
        speed, limit = interleaved(
            RUNS, lambda: EVENTS / whole.seconds(EVENTS), lambda: EVENTS / parts.seconds()
        )
    yield Measurement(
        name="events.effect_once",
        value=speed,
        unit="events/s",
        limit="bare PostgreSQL and bare pika, one after the other",
        limit_value=limit,
        runs=RUNS,
        goal=Goal(at_least=0.6),
    )


class Whole:
    """Our own path; each round brings the commitments to their next version."""

    def __init__(self, home: House, plans: Runtime) -> None:
        self._home, self._plans, self._version = home, plans, 1

    def seconds(self, count: int) -> float:
        """Change so many commitments, a transaction each, and wait until notify has them all."""
        self._version += 1
        states = [commitment(number, self._version) for number in range(count)]
        began = time.perf_counter()
        for state in states:
            with self._plans.database.unit_of_work() as uow:
                change(uow, state)
        wait_for_copies(self._home, "notify", self._version, count)
        seconds = time.perf_counter() - began
        self._home.empty_queues()
        return seconds


class Parts:
    """What the path cannot do without, each part by itself on servers that do nothing else."""

    def __init__(self, home: House) -> None:
        self._home, self._version = home, 1

    def seconds(self) -> float:
        """Return the sum of the seconds of all parts."""
        self._version += 1
        said = envelopes(EVENTS, self._version)
        total = self._database_seconds(said) + self._broker_seconds(said)
        self._home.empty_queues()
        return total

    def _database_seconds(self, said: list[Envelope]) -> float:
        states = [commitment(number, self._version) for number in range(EVENTS)]
        with self._home.connect("plans") as plans, self._home.connect("notify") as notify:
            return (
                bare_postgresql.write(plans, said, states)
                + bare_postgresql.relay(plans)
                + bare_postgresql.apply(notify, said)
            )

    def _broker_seconds(self, said: list[Envelope]) -> float:
        return (
            Publishing(self._home.broker, as_messages(said), WINDOW).seconds()
            + Consuming(self._home.broker, "notify", len(said)).seconds()
        )
