"""Rows of events that have done their work are taken away, and no others."""

from datetime import timedelta

from shared.events.relay import relay_once
from shared.events.sweeping import sweep
from tests.clock import Clock
from tests.shared import migrated
from tests.shared.hands import new_consumer, receive, rows_of
from tests.shared.samples import NOON, organisation, sealed
from tests.shared.transports import Sink

KEPT = timedelta(days=7)


def test_old_rows_go_and_unsent_events_stay(database_url: str) -> None:
    clock = Clock(NOON)
    database = migrated.new_database(database_url, clock, service="plans")
    with database.unit_of_work() as uow:
        uow.publish(organisation("sent"))
        uow.publish(organisation("refused"))
    relay_once(database, Sink(refuse="refused"))
    receive(new_consumer(database), sealed())

    clock.forward(days=15)
    swept = [sweep(database, sent_kept=KEPT), sweep(database, sent_kept=KEPT)]

    assert swept == [2, 0]
    assert [row.reason for row in rows_of(database, "outbox")] == ["no"]
    assert rows_of(database, "inbox") == []


def test_young_rows_stay(database_url: str) -> None:
    database = migrated.new_database(database_url, Clock(NOON), service="plans")
    receive(new_consumer(database), sealed(organisation("speaks")))
    relay_once(database, Sink())

    swept = sweep(database, sent_kept=KEPT)

    assert swept == 0
