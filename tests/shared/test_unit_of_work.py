"""A unit of work is all or nothing, and says its events in the same transaction."""

from contextlib import suppress
from datetime import UTC
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select

from shared import clock
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.shared import migrated
from tests.shared.migrated import EVENTS, THINGS
from tests.shared.samples import NOON, organisation


@pytest.fixture
def database(database_url: str) -> Database:
    return migrated.new_database(database_url, clock.fixed(NOON))


def outbox_count(database: Database) -> int:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.scalar(select(func.count()).select_from(EVENTS.outbox)) or 0


def test_an_event_is_in_the_outbox_once_its_unit_of_work_has_committed(database: Database) -> None:
    said = organisation()

    with database.unit_of_work() as uow:
        uow.publish(said)

    with database.unit_of_work(read_only=True) as uow:
        row = uow.session.execute(select(EVENTS.outbox)).one()
    assert (row.subject, row.created_at, row.published_at) == (said.id, NOON, None)
    assert row.routing_key == f"partners.organisation_changed.{said.community_id}"


def test_a_unit_of_work_that_fails_says_nothing(database: Database) -> None:
    called: list[str] = []
    database.on_commit(lambda: called.append("committed"))

    with suppress(ZeroDivisionError), database.unit_of_work() as uow:
        uow.publish(organisation())
        uow.session.execute(insert(THINGS), {"id": uuid4()})
        raise ZeroDivisionError

    assert outbox_count(database) == 0
    assert called == []


def test_a_glance_sees_what_is_committed_and_leaves_its_connection_as_others_expect_it(
    database: Database,
) -> None:
    count = select(func.count()).select_from(EVENTS.outbox)
    with database.glance() as connection:
        before = connection.scalar(count)
    with suppress(ZeroDivisionError), database.unit_of_work() as uow:
        uow.session.execute(insert(THINGS), {"id": uuid4()})
        uow.session.flush()
        raise ZeroDivisionError
    with database.unit_of_work() as uow:
        uow.publish(organisation())
    with database.glance() as connection:
        after = connection.scalar(count)
        things = connection.scalar(select(func.count()).select_from(THINGS))

    assert (before, after, things) == (0, 1, 0)


def test_listeners_hear_of_a_commit_when_its_rows_can_be_read(database: Database) -> None:
    counts: list[int] = []
    database.on_commit(lambda: counts.append(outbox_count(database)))

    with database.unit_of_work() as uow:
        uow.publish(organisation())

    assert counts == [1]


def test_instants_choices_and_lists_come_back_as_they_went_in(database: Database) -> None:
    thing = {"id": uuid4(), "at": NOON, "role": Role.OFFICER, "ids": (uuid4(), uuid4())}

    with database.unit_of_work() as uow:
        uow.session.execute(insert(THINGS), thing)
    with database.unit_of_work(read_only=True) as uow:
        row = uow.session.execute(select(THINGS)).one()

    assert row._asdict() == thing
    assert row.at.tzinfo is UTC
