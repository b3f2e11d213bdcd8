"""A quorum queue whose only member is gone: the broker still lists it, and it never answers again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shared.db.unit_of_work import Database
from shared.events import subscriber
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.relay import relay_once
from tests.faults.broker import Broker
from tests.shared import migrated
from tests.shared.hands import new_consumer, rows_of
from tests.shared.samples import organisation
from tests.waiting import eventually

QUEUE = "plans"


@pytest.fixture
def source(sqlite_url: str) -> Database:
    return migrated.new_database(sqlite_url)


@pytest.fixture
def target(postgresql_url: str) -> Database:
    return migrated.new_database(postgresql_url, service=QUEUE)


@contextmanager
def hearing(broker: Broker, target: Database, lost: list[tuple[str, str]]) -> Iterator[None]:
    """Consume the queue inside the block; whose events are lost, and why, is noted."""
    stop, consumer, transport = threading.Event(), new_consumer(target), RabbitMQTransport(broker.url)
    thread = threading.Thread(
        target=transport.consume,
        args=(QUEUE, consumer.receive, stop, lambda service, why: lost.append((service, why))),
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def say(source: Database, transport: RabbitMQTransport) -> None:
    """Say one thing and leave it with the broker."""
    with source.unit_of_work() as uow:
        uow.publish(organisation())
    eventually(lambda: relay_once(source, transport) == 1, saying="the event with the broker")


@pytest.mark.timeout(600)
def test_a_queue_that_died_is_made_again_and_what_was_in_it_asked_for(
    broker: Broker, source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriber, "READY_SECONDS", 3.0)  # It is 70 where a slow disk must not look dead.
    transport, lost = RabbitMQTransport(broker.url), list[tuple[str, str]]()
    transport.declare()
    with hearing(broker, target, lost):
        say(source, transport)
        eventually(lambda: len(rows_of(target, "inbox")) == 1, saying="the first event heard")

    broker.kill_queue(QUEUE)

    with hearing(broker, target, lost):
        eventually(lambda: lost, saying="the loss told of")
        say(source, transport)
        eventually(lambda: len(rows_of(target, "inbox")) == 2, saying="the second event heard")
    transport.close()
    assert (QUEUE, "its queue was dead") in lost
