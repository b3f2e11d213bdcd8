"""Looking after events that could not be sent or applied, from the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from shared.contracts import OrganisationChanged
from shared.db.unit_of_work import Database
from shared.events.inbox import Consumer, Outcome
from shared.events.parked import ParkedEvents
from shared.events.relay import relay_once
from shared.events.transport import Delivery
from shared.parked import commands
from tests.clock import Clock
from tests.shared.hands import new_consumer
from tests.shared.holding import park_inapplicable, park_unsendable
from tests.shared.migrated import new_database
from tests.shared.samples import NOON
from tests.shared.transports import Sink

Run = Callable[..., Result]


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def database(database_url: str, clock: Clock) -> Database:
    return new_database(database_url, clock)


@pytest.fixture
def consumer(database: Database) -> Consumer:
    return new_consumer(database)


@dataclass
class Opened:
    parked: ParkedEvents


@pytest.fixture
def run(database: Database, consumer: Consumer) -> Run:
    opened = Opened(ParkedEvents(database, consumer))
    return lambda *words: CliRunner().invoke(commands(["partners"]), words, obj=lambda _name: opened)


def test_a_list_without_parked_events_says_so(run: Run) -> None:
    assert run("list").output == "No event is parked.\n"


def test_both_kinds_are_listed_the_oldest_first(
    run: Run, database: Database, consumer: Consumer, clock: Clock
) -> None:
    unsent, unapplied = park_unsendable(database, clock), park_inapplicable(consumer, clock)

    first, second = (line.split("  ") for line in run("list").output.splitlines())

    assert first[:5] == ["partners", "sending", str(unsent), OrganisationChanged.TYPE, "5 attempts"]
    assert second[:5] == ["partners", "applying", str(unapplied), OrganisationChanged.TYPE, "5 attempts"]
    assert (first[6], second[6]) == ("no", "RuntimeError: the handler")


def test_what_cannot_be_read_is_listed_shown_and_given_up(run: Run, consumer: Consumer) -> None:
    consumer.receive([Delivery(body=b"not json")])

    listed = run("list").output.split("  ")

    assert listed[3:5] == ["unreadable", "1 attempt"]
    assert run("show", listed[2]).output == "not json\n"
    assert run("drop", listed[2], "--yes").exit_code == 0
    assert run("list").output == "No event is parked.\n"


def test_an_event_that_no_transport_took_is_shown_and_sent_again(
    run: Run, database: Database, clock: Clock
) -> None:
    event_id = str(park_unsendable(database, clock))

    shown, replayed = run("show", event_id).output, run("replay", event_id).output
    relay_once(database, sink := Sink())

    assert ("refused" in shown, replayed, sink.names) == (True, "sending\n", ["refused"])


def test_an_event_that_is_given_up_is_never_sent(run: Run, database: Database, clock: Clock) -> None:
    event_id = str(park_unsendable(database, clock))

    asked = run("drop", event_id)
    run("drop", event_id, "--yes")

    assert "Give it up?" in asked.output
    assert (relay_once(database, Sink()), run("list").output) == (0, "No event is parked.\n")


def test_an_event_that_failed_is_tried_again(
    run: Run, consumer: Consumer, database: Database, clock: Clock
) -> None:
    event_id = str(park_inapplicable(consumer, clock))

    assert run("replay", event_id).output.splitlines()[-1] == Outcome.RETRYING
    assert run("list").output == "No event is parked.\n"
    assert ParkedEvents(database, consumer).count() == 0


@pytest.mark.parametrize("command", [["show"], ["replay"], ["drop", "--yes"]])
def test_an_event_that_is_not_there_is_said_not_to_be(run: Run, command: list[str]) -> None:
    result = run(*command, str(uuid4()))

    assert result.exit_code == 1
    assert "event" in result.output


def test_where_there_are_several_services_the_one_that_is_meant_is_named() -> None:
    of_all = commands(["plans", "partners"])

    assert {name: [each.name for each in command.params] for name, command in of_all.commands.items()} == {
        "list": [],
        "show": ["service", "event_id"],
        "replay": ["service", "event_id"],
        "drop": ["service", "event_id", "yes"],
    }
