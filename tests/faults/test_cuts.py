"""The way to the broker breaks in the middle of publishes and acks, and nothing is lost or doubled."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from time import monotonic

import pytest

from shared.db.unit_of_work import Database
from shared.events.inbox import Consumer
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.relay import relay_once
from tests.faults.cut import CUT, SEED
from tests.shared import migrated
from tests.shared.hands import new_consumer, rows_of
from tests.shared.listening import nobody
from tests.shared.proxy import Proxy, proxied
from tests.shared.samples import organisation
from tests.waiting import eventually

NOTICED_WITHIN = 35.0
"""Seconds until a line that has gone silent is noticed: two heartbeats of ten and what goes with them."""

BACK_WITHIN = 15.0


class Line:
    """One service that says events and one that hears them, both over a way that a test can break."""

    def __init__(self, source: Database, target: Database, proxy: Proxy) -> None:
        self.source = source
        self.target = target
        self.proxy = proxy
        self.said = 0
        self._stop = threading.Event()

    def say(self, count: int) -> None:
        """Say events whose handler says one in turn: an effect that must happen once."""
        with self.source.unit_of_work() as uow:
            for _ in range(count):
                uow.publish(organisation("speaks"))
        self.said += count

    def unsent(self) -> int:
        return sum(row.published_at is None for row in rows_of(self.source, "outbox"))

    def arrived(self) -> bool:
        return len(rows_of(self.target, "inbox")) == self.said

    @contextmanager
    def running(self) -> Iterator[None]:
        sending, hearing = RabbitMQTransport(self.proxy.url), RabbitMQTransport(self.proxy.url)
        sending.declare()
        consumer = new_consumer(self.target)
        threads = [
            threading.Thread(target=self._relay, args=(sending,)),
            threading.Thread(target=self._relay, args=(sending,)),
            threading.Thread(target=self._consume, args=(hearing, consumer)),
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join(30)
            sending.close()

    def _relay(self, transport: RabbitMQTransport) -> None:
        while not self._stop.is_set():
            if not relay_once(self.source, transport, batch=20):
                self._stop.wait(0.02)

    def _consume(self, transport: RabbitMQTransport, consumer: Consumer) -> None:
        transport.consume("plans", consumer.receive, self._stop, nobody)


@pytest.fixture
def line(postgresql_url: str, sqlite_url: str, rabbitmq_url: str) -> Iterator[Line]:
    source = migrated.new_database(postgresql_url)
    target = migrated.new_database(sqlite_url, service="plans")
    with proxied(rabbitmq_url) as proxy:
        yield Line(source, target, proxy)


@pytest.mark.timeout(600)
def test_cut_halved_and_delayed_again_and_again_every_event_takes_effect_once(line: Line) -> None:
    chance = Random(SEED)  # noqa: S311  # Chance that can be repeated is the point.
    with line.running():
        for number in range(CUT.cuts):
            line.say(chance.randint(1, 60))
            line.proxy.delay = chance.choice((0.0, 0.0, 0.01))
            threading.Event().wait(chance.uniform(0.0, 0.4))
            chance.choice((line.proxy.cut, line.proxy.halve))()
            if number % 10 == 0:
                eventually(lambda: line.unsent() == 0, saying="the outbox empty between the cuts")
        line.proxy.delay = 0.0
        eventually(line.arrived, saying="everything arrived")

    assert len(rows_of(line.target, "outbox")) == line.said
    assert rows_of(line.target, "failures") == []


@pytest.mark.timeout(300)
def test_a_line_that_goes_silent_is_noticed_and_work_goes_on_once_it_is_back(line: Line) -> None:
    with line.running():
        line.say(1)
        eventually(line.arrived)
        line.proxy.silent = True
        line.say(5)
        threading.Event().wait(NOTICED_WITHIN)
        line.proxy.silent = False
        began = monotonic()
        eventually(line.arrived, within=BACK_WITHIN + 30, saying="everything arrived")

    assert monotonic() - began < BACK_WITHIN
    assert len(rows_of(line.target, "outbox")) == line.said
