"""A commit of one process wakes the relay of another, where the database can tell it."""

import threading
from collections.abc import Iterator

import pytest

from shared.db.listening import listen
from shared.db.unit_of_work import Database
from tests.shared import migrated
from tests.shared.samples import organisation
from tests.waiting import eventually


@pytest.fixture
def database(postgresql_url: str) -> Database:
    return migrated.new_database(postgresql_url)


@pytest.fixture
def woken(database: Database) -> Iterator[threading.Event]:
    """Set whenever a commit is told of, until the test ends."""
    wake, stop = threading.Event(), threading.Event()
    listener = threading.Thread(target=listen, args=(database, wake.set, stop))
    listener.start()
    eventually(wake.is_set, saying="the listener's own first look")
    wake.clear()
    yield wake
    stop.set()
    listener.join(10)


def test_a_commit_with_an_event_wakes_whoever_listens(woken: threading.Event, postgresql_url: str) -> None:
    elsewhere = migrated.new_database(postgresql_url)

    with elsewhere.unit_of_work() as uow:
        uow.publish(organisation())

    eventually(woken.is_set, within=5)


def test_where_no_database_tells_the_listener_leaves_at_once(sqlite_url: str) -> None:
    listen(migrated.new_database(sqlite_url), lambda: None, threading.Event())
