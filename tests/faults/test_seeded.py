"""The tests are tested: with one fault built into the product in memory, the matching check must fail.

Of the twelve faults that promise P0 names, these are about events. Those about e-mails, links, exports and
webhooks are for the tests of these.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pika
import pytest

from shared.db import copies
from shared.db.copies import Keep
from shared.db.unit_of_work import Database, UnitOfWork
from shared.events import confirms, inserts, outbox, relay
from shared.events.applying import Applier, Event, Outcome
from shared.events.entries import Entries
from shared.events.envelope import decode, routing_key, seal
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.relay import relay_once
from shared.events.subscriber import Subscriber
from shared.events.transport import Delivery, Message, Refusal, TransportUnavailable
from tests.shared import migrated
from tests.shared.hands import names_of, new_consumer, rows_of
from tests.shared.samples import organisation, sealed
from tests.shared.transports import Sink

Scenario = Callable[[pytest.FixtureRequest], None]


def _database(request: pytest.FixtureRequest, service: str = "plans") -> Database:
    url: str = request.getfixturevalue("sqlite_url")
    return migrated.new_database(url, service=service)


def a_rolled_back_change_is_never_told(request: pytest.FixtureRequest) -> None:
    database = _database(request)
    with suppress(ZeroDivisionError), database.unit_of_work() as uow:
        uow.publish(organisation())
        raise ZeroDivisionError
    relay_once(database, sink := Sink())

    assert sink.names == []


def an_event_that_comes_twice_has_one_effect(request: pytest.FixtureRequest) -> None:
    database = _database(request)
    twice = [Delivery(body=sealed(organisation("speaks")))] * 2
    for delivery in twice:
        new_consumer(database).receive([delivery])

    assert len(rows_of(database, "outbox")) == 1


def an_event_whose_handler_failed_is_not_taken_for_handled(request: pytest.FixtureRequest) -> None:
    database = _database(request)
    new_consumer(database).receive([Delivery(body=sealed(organisation("fails")))])

    assert rows_of(database, "inbox") == []


def an_older_state_never_replaces_a_newer_one(request: pytest.FixtureRequest) -> None:
    database = _database(request)
    newer = organisation("newer", version=2)
    older = type(newer)(id=newer.id, version=1, community_id=newer.community_id, name="older")
    for state in (newer, older):
        new_consumer(database).receive([Delivery(body=sealed(state))])

    assert names_of(database) == ["newer"]


def an_event_that_the_transport_refused_is_sent_later(request: pytest.FixtureRequest) -> None:
    database = _database(request)
    with database.unit_of_work() as uow:
        uow.publish(organisation("refused"))
    with suppress(TransportUnavailable):
        relay_once(database, Sink(refuse="refused"))

    assert [row.published_at for row in rows_of(database, "outbox")] == [None]


def an_event_that_no_queue_takes_is_not_taken_for_sent(request: pytest.FixtureRequest) -> None:
    url: str = request.getfixturevalue("rabbitmq_url")
    transport = RabbitMQTransport(url)
    transport.declare()
    connection = pika.BlockingConnection(pika.URLParameters(url))
    for service in ("plans", "notify"):
        connection.channel().queue_delete(service)
    event = _message()
    answers = transport.publish([event])
    transport.close()
    connection.close()

    assert answers != [None]


def an_event_that_nobody_could_take_stays_with_the_broker(_request: pytest.FixtureRequest) -> None:
    acknowledged: list[str] = []

    class Connection:
        is_over = False

        def acknowledge(self, _last: object) -> None:
            acknowledged.append("told")

    class Stop:
        def is_set(self) -> bool:
            return True

        def wait(self, _seconds: float) -> None:
            pass

    def refuse(_deliveries: Sequence[Delivery]) -> None:
        raise RuntimeError("the database is away")

    subscriber = Subscriber(None, "plans", refuse, heal=lambda _dead: None)  # type: ignore[arg-type]
    connection: Any = Connection()
    arrival: Any = type("Arrival", (), {"delivery": Delivery(body=b""), "tag": 1})()
    if subscriber._hand_over(connection, [arrival], Stop()):  # type: ignore[arg-type]  # noqa: SLF001  # Where it decides.
        connection.acknowledge(arrival)

    assert acknowledged == []


def _message() -> Message:
    body = sealed(organisation())
    read = decode(body)
    return Message(id=read.id, type=read.type, routing_key=routing_key(read), body=body)


def publish_before_commit(patch: pytest.MonkeyPatch) -> None:
    def publish(self: UnitOfWork, contract: Any) -> None:
        self.session.rollback()
        engine: Any = self.session.get_bind()
        with engine.begin() as early:
            outbox.add(early, migrated.EVENTS, [seal(contract, source="/plans", now=self.now)])

    patch.setattr(UnitOfWork, "publish", publish)


def no_inbox(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Entries, "add", lambda _self, entries: {entry.event_id for entry in entries})


def inbox_in_another_transaction(patch: pytest.MonkeyPatch) -> None:
    original = Applier.apply

    def apply(self: Applier, events: Sequence[Event]) -> list[Outcome]:
        with self._database.unit_of_work() as uow:  # The fault is inside.
            Entries(tables=self._database.event_tables, uow=uow).add(  # The same.
                event.entry(uow.now) for event in events
            )
        return original(self, events)

    patch.setattr(Applier, "apply", apply)


def version_not_compared(patch: pytest.MonkeyPatch) -> None:
    def together(self: Keep, uow: UnitOfWork, events: Sequence[Any]) -> object:
        insert = inserts.insert_many

        def careless(session: Any, table: Any, names: Any, rows: Any, _settle: Any) -> Any:
            def replace(statement: Any, names: Any) -> Any:
                changes = {name: statement.excluded[name] for name in names if name != "id"}
                return statement.on_conflict_do_update(index_elements=[table.c.id], set_=changes)

            return insert(session, table, names, rows, replace)

        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(copies, "insert_many", careless)
            return original(self, uow, events)

    original = Keep.together
    patch.setattr(Keep, "together", together)


def mark_sent_before_confirm(patch: pytest.MonkeyPatch) -> None:
    original = relay._settle  # noqa: SLF001  # The fault is inside.

    def settle(database: Any, uow: Any, rows: Any, answers: Sequence[Refusal | None]) -> int:
        return original(database, uow, rows, [None] * len(answers))

    patch.setattr(relay, "_settle", settle)


def not_mandatory(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(confirms.ConfirmingConnection, "_on_return", lambda *_arguments: None)


def acknowledge_before_commit(patch: pytest.MonkeyPatch) -> None:
    original = Subscriber._hand_over  # noqa: SLF001  # The fault is inside.

    def hand_over(self: Subscriber, connection: Any, arrivals: Any, stop: Any) -> bool:
        connection.acknowledge(arrivals[-1])
        return original(self, connection, arrivals, stop)

    patch.setattr(Subscriber, "_hand_over", hand_over)


FAULTS: dict[Callable[[pytest.MonkeyPatch], None], Scenario] = {
    publish_before_commit: a_rolled_back_change_is_never_told,
    no_inbox: an_event_that_comes_twice_has_one_effect,
    inbox_in_another_transaction: an_event_whose_handler_failed_is_not_taken_for_handled,
    version_not_compared: an_older_state_never_replaces_a_newer_one,
    mark_sent_before_confirm: an_event_that_the_transport_refused_is_sent_later,
    not_mandatory: an_event_that_no_queue_takes_is_not_taken_for_sent,
    acknowledge_before_commit: an_event_that_nobody_could_take_stays_with_the_broker,
}

EACH = pytest.mark.parametrize(
    ("fault", "scenario"), FAULTS.items(), ids=[fault.__name__ for fault in FAULTS]
)


@EACH
def test_without_a_fault_the_check_passes(
    fault: Callable[[pytest.MonkeyPatch], None], scenario: Scenario, request: pytest.FixtureRequest
) -> None:
    assert fault.__name__
    scenario(request)


@EACH
def test_the_check_finds_the_fault(
    fault: Callable[[pytest.MonkeyPatch], None],
    scenario: Scenario,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fault(monkeypatch)

    with pytest.raises(AssertionError):
        scenario(request)
