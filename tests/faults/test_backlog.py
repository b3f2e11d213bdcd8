"""A long absence leaves a long queue or a full outbox, which drains at once and takes no more memory."""

import multiprocessing
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from shared.db.unit_of_work import Database
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.relay import relay_once
from shared.events.transport import Message
from tests.faults.cut import CUT
from tests.shared import migrated
from tests.shared.migrated import EVENTS
from tests.shared.samples import organisation
from tests.shared.test_transport import message
from tests.shared.workers import work
from tests.system.processes import memory_of
from tests.waiting import eventually

AT_ONCE = 500
MORE_MEMORY = 60 * 1024 * 1024
"""Bytes that a worker may grow by, however many events wait: what it has in hand, and its caches."""

DRAINED_WITHIN = 120.0


@pytest.fixture
def transport(rabbitmq_url: str) -> Iterator[RabbitMQTransport]:
    transport = RabbitMQTransport(rabbitmq_url)
    transport.declare()
    yield transport
    transport.close()


@pytest.mark.timeout(900)
def test_a_worker_drains_a_long_queue_in_the_memory_it_has_at_rest(
    transport: RabbitMQTransport, postgresql_url: str, rabbitmq_url: str
) -> None:
    database = migrated.new_database(postgresql_url, service="plans")
    fill(transport, CUT.waiting)
    worker = multiprocessing.get_context("spawn").Process(target=work, args=(postgresql_url, rabbitmq_url))
    worker.start()
    assert worker.pid is not None
    try:
        eventually(lambda: handled(database) > 0, saying="the worker at work")
        at_first, most = memory_of(worker.pid), 0
        while handled(database) < CUT.waiting:
            most = max(most, memory_of(worker.pid))
            time.sleep(0.2)
    finally:
        worker.kill()
        worker.join()

    assert most - at_first < MORE_MEMORY


def fill(transport: RabbitMQTransport, count: int) -> None:
    events: list[Message] = [message(organisation()) for _ in range(count)]
    for at in range(0, count, AT_ONCE):
        assert set(transport.publish(events[at : at + AT_ONCE])) == {None}


def handled(database: Database) -> int:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.scalar(select(func.count()).select_from(EVENTS.inbox)) or 0


@pytest.mark.timeout(300)
def test_an_outbox_that_an_hour_filled_is_empty_within_two_minutes(
    transport: RabbitMQTransport, postgresql_url: str
) -> None:
    database = migrated.new_database(postgresql_url)
    for _ in range(0, CUT.seeded_rows, AT_ONCE):
        with database.unit_of_work() as uow:
            for _ in range(AT_ONCE):
                uow.publish(organisation())

    began, sent = time.monotonic(), 0
    while sent < CUT.seeded_rows:
        sent += relay_once(database, transport)

    assert time.monotonic() - began < DRAINED_WITHIN
