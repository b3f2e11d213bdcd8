"""A queue that takes no more refuses for now, and loses nothing."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from shared.db.unit_of_work import Database
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.relay import relay_once
from shared.events.transport import Transport
from tests.shared import migrated
from tests.shared.hands import rows_of
from tests.shared.listening import Ear, listening
from tests.shared.samples import organisation
from tests.waiting import eventually

MOST = 10


@pytest.fixture
def limited(rabbitmq_url: str) -> str:
    """The URL of a broker whose operator lets no queue hold more than a few events."""
    host = urlsplit(rabbitmq_url).path.strip("/")
    policy = f"{os.environ['BACKCAST_TEST_RABBITMQ_API']}/api/policies/{host}/small"
    body = {"pattern": ".*", "apply-to": "queues", "definition": {"max-length": MOST}}
    requests.put(policy, json=body, timeout=10).raise_for_status()
    return rabbitmq_url


@pytest.fixture
def transport(limited: str) -> Iterator[RabbitMQTransport]:
    transport = RabbitMQTransport(limited)
    transport.declare()
    yield transport
    transport.close()


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return migrated.new_database(sqlite_url)


def relay(database: Database, transport: Transport) -> list[str]:
    """Relay what is due, and return why the other events wait."""
    relay_once(database, transport)
    rows = rows_of(database, "outbox")
    assert not any(row.parked_at for row in rows)
    return [row.reason for row in rows if row.published_at is None]


def test_what_a_full_queue_refuses_waits_and_is_sent_when_there_is_room(
    database: Database, transport: RabbitMQTransport
) -> None:
    def is_full() -> bool:
        with database.unit_of_work() as uow:
            uow.publish(organisation())
        return "the broker refused it" in relay(database, transport)

    eventually(is_full, saying="a full queue")
    said = {row.event_id for row in rows_of(database, "outbox")}
    plans, notify = Ear(), Ear()
    with listening(transport, plans=plans, notify=notify):
        eventually(lambda: relay(database, transport) == [], saying="everything with the broker")
        eventually(lambda: set(plans.heard) == set(notify.heard) == said, saying="every event heard")
