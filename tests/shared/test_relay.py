"""The relay sends what is due, loses nothing, and lets nobody wait for another's refusal."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from shared.contracts import OrganisationChanged
from shared.db.unit_of_work import Database
from shared.events import outbox
from shared.events.relay import MOST_LASTING_REFUSALS, relay_once
from shared.events.transport import Message, Refusal, TransportUnavailable
from tests.clock import Clock
from tests.shared import migrated
from tests.shared.hands import parked_in, rows_of
from tests.shared.samples import NOON, organisation
from tests.shared.transports import Sink


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def database(database_url: str, clock: Clock) -> Database:
    return migrated.new_database(database_url, clock)


def say(database: Database, *names: str) -> None:
    with database.unit_of_work() as uow:
        for name in names:
            uow.publish(organisation(name))


def test_what_was_said_is_sent_once_in_order(database: Database) -> None:
    say(database, "first", "second")
    sink = Sink()

    counts = [relay_once(database, sink), relay_once(database, sink)]

    assert (counts, sink.names) == ([2, 0], ["first", "second"])
    assert all(row.published_at for row in rows_of(database, "outbox"))


def test_a_batch_is_no_larger_than_asked_for(database: Database) -> None:
    say(database, "first", "second", "third")
    sink = Sink()

    counts = [relay_once(database, sink, batch=2) for _ in range(3)]

    assert counts == [2, 1, 0]


def test_a_refused_event_waits_with_its_reason_and_the_others_pass(database: Database, clock: Clock) -> None:
    say(database, "refused", "behind")
    sink = Sink(refuse="refused")

    counts = [relay_once(database, sink), relay_once(database, sink)]
    first = rows_of(database, "outbox")[0]
    clock.forward(seconds=10)
    sink.refuse = ""

    assert (counts, first.reason, first.attempts) == ([1, 0], "no", 1)
    assert (relay_once(database, sink), sink.names) == (1, ["behind", "refused"])


def test_a_transport_that_is_away_costs_no_event_an_attempt(database: Database) -> None:
    say(database, "first")

    counts = [relay_once(database, Away()), relay_once(database, sink := Sink())]

    assert (counts, sink.messages[0].redelivered) == ([0, 1], False)


def test_an_event_that_was_being_sent_in_a_crash_is_sent_again(database: Database, clock: Clock) -> None:
    say(database, "first")
    with pytest.raises(SystemExit):
        relay_once(database, Crash())

    clock.forward(seconds=10)
    sent = relay_once(database, sink := Sink())

    assert (sent, sink.names) == (1, ["first"])


def test_a_consumer_may_write_into_the_database_that_is_being_relayed(database: Database) -> None:
    say(database, "first")

    sent = relay_once(database, Meanwhile(lambda: say(database, "said while relaying")))

    assert sent == 1
    assert len(rows_of(database, "outbox")) == 2


def test_two_relays_at_once_never_send_the_same_event(database: Database) -> None:
    say(database, "first", "second", "third")
    other = Sink()

    sent = relay_once(database, Meanwhile(lambda: relay_once(database, other)), batch=2)

    assert (sent, other.names) == (2, ["third"])


class Meanwhile(Sink):
    """Does something else while it sends."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act = act

    def publish(self, messages: Sequence[Message]) -> list[Refusal | None]:
        self.act()
        return super().publish(messages)


class Away(Sink):
    def publish(self, messages: Sequence[Message]) -> list[Refusal | None]:
        raise TransportUnavailable(f"{len(messages)} must wait")


class Crash(Sink):
    def publish(self, messages: Sequence[Message]) -> list[Refusal | None]:
        raise SystemExit(len(messages))


def versions(database: Database, *wanted: int) -> list[OrganisationChanged]:
    """Say these versions of one organisation, each in a transaction of its own."""
    first = organisation("one thing")
    said = [replace(first, version=version, name=f"version {version}") for version in wanted]
    for contract in said:
        with database.unit_of_work() as uow:
            uow.publish(contract)
    return said


def test_events_of_one_thing_leave_in_their_order_even_when_one_is_refused(
    database: Database, clock: Clock
) -> None:
    versions(database, 1, 2, 3)
    say(database, "another thing")
    sink = Sink(refuse="version 1")

    relay_until_quiet(database, sink)
    between = list(sink.names)
    sink.refuse = ""
    clock.forward(seconds=10)
    relay_until_quiet(database, sink)

    assert between == ["another thing"]
    assert sink.names == ["another thing", "version 1", "version 2", "version 3"]


def test_two_relays_at_once_keep_the_order_of_one_thing(database: Database) -> None:
    versions(database, 1, 2)
    other = Sink()

    sent = relay_once(database, Meanwhile(lambda: relay_once(database, other)))

    assert (sent, other.names) == (1, [])


def test_an_event_that_would_be_refused_at_any_time_is_parked_and_lets_its_thing_go_on(
    database: Database, clock: Clock
) -> None:
    versions(database, 1, 2)
    sink = Sink(refuse="version 1", lasting=True)

    for _ in range(MOST_LASTING_REFUSALS):
        relay_until_quiet(database, sink)
        clock.forward(seconds=30)
    relay_until_quiet(database, sink)

    (parked,) = parked_in(database, "outbox")
    assert (parked.reason, parked.attempts, sink.names) == ("no", MOST_LASTING_REFUSALS, ["version 2"])


def test_an_event_that_is_refused_for_now_is_tried_for_ever(database: Database, clock: Clock) -> None:
    say(database, "refused")
    sink = Sink(refuse="refused")

    for _ in range(4 * MOST_LASTING_REFUSALS):
        relay_once(database, sink)
        clock.forward(seconds=30)

    assert parked_in(database, "outbox") == []


def park_one(database: Database, clock: Clock) -> UUID:
    say(database, "refused")
    for _ in range(MOST_LASTING_REFUSALS):
        relay_once(database, Sink(refuse="refused", lasting=True))
        clock.forward(seconds=30)
    (parked,) = parked_in(database, "outbox")
    return UUID(str(parked.event_id))


def test_a_parked_event_is_sent_when_a_person_says_so(database: Database, clock: Clock) -> None:
    event_id = park_one(database, clock)

    outbox.send_again(database, event_id)
    relay_once(database, sink := Sink())

    assert (sink.names, parked_in(database, "outbox")) == (["refused"], [])


def test_a_parked_event_that_is_given_up_is_never_sent(database: Database, clock: Clock) -> None:
    event_id = park_one(database, clock)

    outbox.give_up(database, event_id)

    assert (relay_once(database, Sink()), parked_in(database, "outbox")) == (0, [])
    with pytest.raises(LookupError):
        outbox.send_again(database, event_id)


def relay_until_quiet(database: Database, sink: Sink) -> None:
    while relay_once(database, sink):
        pass
