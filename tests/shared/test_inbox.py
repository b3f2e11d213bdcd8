"""Each event is applied once, and one that cannot be applied stands in nobody's way."""

import os
from uuid import uuid4

import pytest

from shared.contracts import OrganisationChanged
from shared.db.copies import keep
from shared.db.unit_of_work import Database, UnitOfWork
from shared.events.envelope import decode
from shared.events.inbox import Consumer, Outcome
from shared.events.transactions import DatabaseUnavailable
from shared.events.transport import Delivery
from tests.clock import Clock
from tests.shared import migrated
from tests.shared.hands import names_of, new_consumer, parked_in, receive, rows_of
from tests.shared.migrated import ORGANISATIONS
from tests.shared.samples import NOON, organisation, sealed


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def database(database_url: str, clock: Clock) -> Database:
    return migrated.new_database(database_url, clock, service="plans")


@pytest.fixture
def consumer(database: Database) -> Consumer:
    return new_consumer(database)


def test_an_event_that_comes_twice_is_applied_once(consumer: Consumer, database: Database) -> None:
    body = sealed(organisation("speaks"))

    outcomes = [receive(consumer, body), receive(consumer, body), receive(consumer, body, redelivered=True)]

    assert outcomes == [Outcome.APPLIED, Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert len(rows_of(database, "outbox")) == len(rows_of(database, "inbox")) == 1


def test_an_event_caused_by_another_names_it(consumer: Consumer, database: Database) -> None:
    body = sealed(organisation("speaks"))

    receive(consumer, body)

    said = decode(rows_of(database, "outbox")[0].body)
    assert (said.source, said.causation) == ("/plans", decode(body).id)


def test_a_type_that_nobody_here_handles_is_ignored(consumer: Consumer, database: Database) -> None:
    known_elsewhere = sealed(organisation()).replace(b"organisation_changed", b"teapot_changed")

    outcome = receive(consumer, known_elsewhere)

    assert outcome is Outcome.IGNORED
    assert rows_of(database, "inbox") == rows_of(database, "failures") == []


def test_a_newer_version_of_a_type_is_kept_for_a_newer_release(
    consumer: Consumer, database: Database
) -> None:
    newer = sealed(organisation()).replace(b"organisation_changed.v1", b"organisation_changed.v2")

    outcome = receive(consumer, newer)

    assert outcome is Outcome.PARKED
    assert "unknown version" in parked_in(database)[0].reason


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[1]",
        b'{"specversion": "1.0"}',
        b"\xff\xfe not text",
        b"[" * 100_000,
        sealed().replace(b'"version":1', b'"version":"one"'),
        sealed().replace(b'"1.0"', b'"0.3"'),
        b"x" * (256 * 1024 + 1),
        sealed().replace(b'changed.v1"', b'changed.v1\\u0000"'),
    ],
    ids=[
        "empty",
        "null",
        "list",
        "bare",
        "binary",
        "deep",
        "wrong data",
        "old specversion",
        "huge",
        "NUL in the type",
    ],
)
def test_what_is_no_event_is_parked_with_its_reason(
    consumer: Consumer, body: bytes, database: Database
) -> None:
    outcomes = [receive(consumer, body), receive(consumer, body)]

    (parked,) = parked_in(database)
    assert outcomes == [Outcome.PARKED, Outcome.PARKED]
    assert (parked.body, bool(parked.reason)) == (body, True)


def test_a_handler_that_fails_leaves_no_trace_but_the_failure(consumer: Consumer, database: Database) -> None:
    outcome = receive(consumer, sealed(organisation("fails")))

    (failure,) = rows_of(database, "failures")
    assert outcome is Outcome.RETRYING
    assert names_of(database) == rows_of(database, "inbox") == rows_of(database, "outbox") == []
    assert (failure.reason, failure.attempts) == ("RuntimeError: the handler", 1)


def test_a_poison_event_is_parked_after_five_attempts_and_the_ones_behind_it_pass(
    consumer: Consumer, database: Database, clock: Clock
) -> None:
    receive(consumer, sealed(organisation("fails")))
    receive(consumer, sealed(organisation("behind")))

    tried = 0
    for _ in range(10):
        clock.forward(minutes=10)
        tried += consumer.retry_due()

    assert names_of(database) == ["behind"]
    assert (tried, parked_in(database)[0].attempts) == (4, 5)


def test_a_failed_event_is_not_tried_before_its_time(consumer: Consumer) -> None:
    receive(consumer, sealed(organisation("fails")))

    tried = consumer.retry_due()

    assert tried == 0


def park(consumer: Consumer, body: bytes) -> None:
    while receive(consumer, body) is not Outcome.PARKED:
        pass


def test_a_parked_event_is_applied_once_when_it_is_replayed_after_a_mend(
    consumer: Consumer, database: Database
) -> None:
    body = sealed(organisation("fails"))
    park(consumer, body)
    mended = Consumer(database, {OrganisationChanged: keep(ORGANISATIONS)})

    outcomes = [mended.replay(decode(body).id), receive(mended, body)]

    assert outcomes == [Outcome.APPLIED, Outcome.DUPLICATE]
    assert (names_of(database), parked_in(database)) == (["fails"], [])


def test_a_replay_that_fails_again_begins_a_new_row_of_attempts(
    consumer: Consumer, database: Database
) -> None:
    body = sealed(organisation("fails"))
    park(consumer, body)

    outcome = consumer.replay(decode(body).id)

    assert outcome is Outcome.RETRYING
    assert parked_in(database) == []


def test_a_dropped_event_never_comes_back(consumer: Consumer, database: Database) -> None:
    body = sealed(organisation("fails"))
    park(consumer, body)

    consumer.drop(decode(body).id)

    assert (parked_in(database), receive(consumer, body)) == ([], Outcome.DUPLICATE)
    assert rows_of(database, "failures") == []


def test_replaying_what_is_not_parked_says_so(consumer: Consumer) -> None:
    with pytest.raises(LookupError):
        consumer.replay(uuid4())


def test_an_event_that_kills_its_worker_is_parked_after_three_deaths(
    consumer: Consumer, database: Database
) -> None:
    killer = sealed(organisation("kills"))
    deaths = [dies(consumer, killer, redelivered=time > 0) for time in range(3)]

    outcome = receive(consumer, killer, redelivered=True)
    behind = receive(consumer, sealed(organisation("behind")), redelivered=True)

    assert (deaths, outcome, behind) == ([True] * 3, Outcome.PARKED, Outcome.APPLIED)
    assert names_of(database) == ["behind"]


def dies(consumer: Consumer, body: bytes, *, redelivered: bool) -> bool:
    """Return whether a process of its own is killed by receiving the event."""
    child = os.fork()
    if child == 0:
        receive(consumer, body, redelivered=redelivered)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def deliveries(*names: str) -> list[Delivery]:
    return [Delivery(body=sealed(organisation(name))) for name in names]


def test_events_that_arrive_together_are_applied_in_one_transaction(
    consumer: Consumer, database: Database
) -> None:
    outcomes = consumer.receive(deliveries("a", "b", "c"))

    assert outcomes == [Outcome.APPLIED] * 3
    assert len({row.handled_at for row in rows_of(database, "inbox")}) == 1


def test_a_poison_event_keeps_none_of_those_beside_it_from_being_applied(
    consumer: Consumer, database: Database
) -> None:
    outcomes = consumer.receive(deliveries("a", "b", "fails", "c", "d"))

    assert outcomes == [*[Outcome.APPLIED] * 2, Outcome.RETRYING, *[Outcome.APPLIED] * 2]
    assert names_of(database) == ["a", "b", "c", "d"]


def test_an_event_that_comes_twice_in_one_batch_is_applied_once(
    consumer: Consumer, database: Database
) -> None:
    twice = Delivery(body=sealed(organisation("speaks")))

    outcomes = consumer.receive([twice, *deliveries("a"), twice])

    assert outcomes == [Outcome.APPLIED, Outcome.APPLIED, Outcome.DUPLICATE]
    assert len(rows_of(database, "outbox")) == 1


def test_an_event_id_that_comes_again_with_other_content_is_told_of(consumer: Consumer) -> None:
    body = sealed(organisation("first"))
    forged = body.replace(b"first", b"other")

    outcomes = [receive(consumer, body), receive(consumer, forged)]
    in_one_batch = consumer.receive([Delivery(body=forged), Delivery(body=body)])

    assert outcomes == [Outcome.APPLIED, Outcome.CONFLICTING]
    assert in_one_batch == [Outcome.CONFLICTING, Outcome.DUPLICATE]


def test_what_the_broker_gave_up_is_parked(consumer: Consumer, database: Database) -> None:
    (outcome,) = consumer.receive([Delivery(body=sealed(), given_up=True)])

    assert outcome is Outcome.PARKED
    assert "gave it up" in parked_in(database)[0].reason


def test_a_database_that_goes_away_again_and_again_parks_no_innocent_event(database: Database) -> None:
    away = [True] * 5

    def handle(uow: UnitOfWork, event: OrganisationChanged) -> None:
        if away:
            away.pop()
            raise DatabaseUnavailable("restarted")
        keep(ORGANISATIONS)(uow, event)

    consumer = Consumer(database, {OrganisationChanged: handle})
    again = [Delivery(body=sealed(organisation("innocent")), redelivered=True)]
    for _ in range(5):
        with pytest.raises(DatabaseUnavailable):
            consumer.receive(again)

    assert consumer.receive(again) == [Outcome.APPLIED]
