"""The yardsticks do what they are timed for: else our path would be compared with nothing."""

import os
from collections.abc import Iterator

import pika
import pytest
from pika.adapters.blocking_connection import BlockingConnection

from shared.events.rabbitmq import RabbitMQTransport
from tests.benchmarks.events import bare_postgresql
from tests.benchmarks.events.bare_latency import Pacing
from tests.benchmarks.events.bare_pika import BareFault, Consuming, Publishing
from tests.benchmarks.events.house import House, house
from tests.benchmarks.events.promises import commitment, envelopes, stock
from tests.benchmarks.events.publish import as_messages
from tests.conftest import missing
from tests.servers import Servers

EVENTS = 30


@pytest.fixture
def broker(rabbitmq_url: str) -> str:
    RabbitMQTransport(rabbitmq_url).declare()
    return rabbitmq_url


@pytest.fixture
def home() -> Iterator[House]:
    servers = Servers.named_in(os.environ)
    if servers is None:
        missing("BACKCAST_TEST_POSTGRES_URL, BACKCAST_TEST_RABBITMQ_URL or BACKCAST_TEST_RABBITMQ_API")
    else:
        with house(servers) as made:
            yield made


def waiting(broker: str) -> int:
    with BlockingConnection(pika.URLParameters(broker)) as connection:
        count: int = connection.channel().queue_declare("notify", passive=True).method.message_count
        return count


def test_bare_pika_publishes_each_message_once_and_takes_all_of_them(broker: str) -> None:
    Publishing(broker, as_messages(envelopes(EVENTS, version=1)), window=7).seconds()

    assert waiting(broker) == EVENTS
    assert Consuming(broker, "notify", EVENTS).seconds() > 0
    assert waiting(broker) == 0


def test_bare_pika_times_each_message_from_publish_to_consume(broker: str) -> None:
    pacing = Pacing(broker, "notify", as_messages(envelopes(EVENTS, version=1)), rate=200)

    assert pacing.seconds() > (EVENTS - 1) / 200
    assert len(pacing.latencies) == EVENTS


def test_a_broker_that_takes_nothing_is_no_measurement(rabbitmq_url: str) -> None:
    with pytest.raises(BareFault, match="no exchange"):
        Publishing(rabbitmq_url, as_messages(envelopes(1, version=1)), window=1).seconds()


def test_bare_postgresql_changes_marks_and_keeps_every_row(home: House) -> None:
    with home.runtime() as plans, plans.database.unit_of_work() as uow:
        stock(uow, EVENTS)
    said, states = envelopes(EVENTS, version=2), [commitment(number, 2) for number in range(EVENTS)]

    with home.connect("plans") as plans_rows, home.connect("notify") as notify_rows:
        bare_postgresql.write(plans_rows, said, states)
        bare_postgresql.relay(plans_rows)
        bare_postgresql.apply(notify_rows, said)
        bare_postgresql.apply(notify_rows, envelopes(EVENTS, version=1))

        changed = plans_rows.execute("SELECT count(*) FROM commitments WHERE version = 2").fetchall()
        sent = plans_rows.execute("SELECT count(*) FROM outbox WHERE published_at IS NOT NULL").fetchall()
        kept = notify_rows.execute("SELECT count(*) FROM commitments WHERE version = 2").fetchall()

    assert changed == sent == kept == [(EVENTS,)]
