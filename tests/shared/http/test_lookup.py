"""Who asks and what for are looked up together."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.shared.http.cast import MISSING, PRIVATE, PUBLIC, Cast


@pytest.fixture
def asked(database: Database) -> list[str]:
    """The statements that the database was asked."""
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    return seen


def selects(asked: list[str]) -> int:
    return sum(each.startswith("SELECT") for each in asked)


def test_a_token_and_what_it_is_for_are_found_by_one_statement(
    people: Cast, client: FlaskClient, asked: list[str]
) -> None:
    token = people.token("things:read")

    answer = client.get(f"/things/{PRIVATE}", headers=token)

    assert answer.status_code == 200
    assert selects(asked) == 1


def test_a_person_and_what_they_want_are_found_by_one_statement(people: Cast, asked: list[str]) -> None:
    reader = people.person(Role.COORDINATOR)

    answer = reader.get(f"/things/{PRIVATE}")

    assert answer.status_code == 200
    assert selects(asked) == 1


@pytest.mark.parametrize("thing", [PRIVATE, PUBLIC])
def test_a_view_is_told_what_it_wants_to_know_of_its_thing(people: Cast, thing: object) -> None:
    answer = people.person(Role.COORDINATOR).get(f"/things/{thing}/kind")

    assert answer.text == f"{thing} is a bench"


def test_whoever_is_nobody_finds_what_is_public(client: FlaskClient) -> None:
    answers = [client.get(f"/things/{thing}/kind").status_code for thing in (PUBLIC, PRIVATE, MISSING)]

    assert answers == [200, 303, 303]


def test_a_session_that_has_ended_finds_what_is_public(people: Cast) -> None:
    reader = people.person(Role.COORDINATOR)
    people.end_memberships()

    assert reader.get(f"/things/{PUBLIC}/kind").status_code == 200
