"""A broker that is short of memory or of disk takes nothing, and says so only to those who ask."""

from time import monotonic

import pytest

from shared.db.unit_of_work import Database
from shared.events.rabbitmq import BLOCKED_SECONDS, RabbitMQTransport
from shared.events.relay import relay_once
from tests.faults.broker import Broker
from tests.shared import migrated
from tests.shared.hands import rows_of
from tests.shared.samples import organisation
from tests.waiting import eventually

DRAINED_WITHIN = 30.0
EVENTS = 100


def unsent(database: Database) -> int:
    return sum(row.published_at is None for row in rows_of(database, "outbox"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("setting", "short", "enough"),
    [("set_vm_memory_high_watermark", "0.0001", "0.4"), ("set_disk_free_limit", "900000GB", "50MB")],
)
def test_a_blocked_broker_is_given_up_and_gets_everything_once_it_takes_events_again(
    broker: Broker, sqlite_url: str, setting: str, short: str, enough: str
) -> None:
    database, transport = migrated.new_database(sqlite_url), RabbitMQTransport(broker.url)
    transport.declare()
    with database.unit_of_work() as uow:
        for _ in range(EVENTS):
            uow.publish(organisation())
    broker.control(setting, short)
    try:
        began = monotonic()
        assert relay_once(database, transport) == 0
        given_up = monotonic() - began
    finally:
        broker.control(setting, enough)
    began = monotonic()
    eventually(lambda: relay_once(database, transport) == 0 and unsent(database) == 0)
    drained = monotonic() - began
    transport.close()

    assert BLOCKED_SECONDS - 1 < given_up < BLOCKED_SECONDS + 5
    assert drained < DRAINED_WITHIN
