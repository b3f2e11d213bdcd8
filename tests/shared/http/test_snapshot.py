"""A view that reads goes on in the transaction in which the gate let the request in."""

from collections.abc import Callable

import pytest
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.shared.http.cast import MISSING, PRIVATE, PUBLIC, Cast


@pytest.fixture
def begun(database: Database) -> list[None]:
    """One entry for each transaction that began."""
    seen: list[None] = []
    event.listen(database.engine, "begin", lambda _connection: seen.append(None))
    return seen


@pytest.fixture
def in_use(database: Database) -> Callable[[], int]:
    """How many connections somebody holds."""
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    return pool.checkedout


def test_a_request_is_let_in_and_answered_in_one_transaction(people: Cast, begun: list[None]) -> None:
    reader = people.person(Role.COORDINATOR)
    begun.clear()

    answer = reader.get(f"/things/{PRIVATE}/at-once")

    assert answer.text == "True"
    assert len(begun) == 1


def test_a_request_that_needs_no_looking_up_reads_in_a_transaction_of_its_own(people: Cast) -> None:
    assert people.nobody().get(f"/things/{PUBLIC}/at-once").text == "True"


@pytest.mark.parametrize(("thing", "status"), [(MISSING, 404), (PRIVATE, 500)])
def test_no_connection_is_kept_where_the_view_reads_nothing(
    people: Cast, in_use: Callable[[], int], thing: object, status: int
) -> None:
    answer = people.person(Role.COORDINATOR).get(f"/things/{thing}/unread")

    assert answer.status_code == status
    assert in_use() == 0
