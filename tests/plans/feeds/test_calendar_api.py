"""Links to calendars, as programs make them, list them and end them."""

from typing import Any
from urllib.parse import urlsplit

import flask
import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import update

from services.plans.api import calendar_schemas
from services.plans.db.tables import PRINCIPALS
from services.plans.domain.plans import Plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, TODAY, make_commitment, make_contact, make_plan
from tests.shared.http.cast import ELSEWHERE, Cast

CALENDARS = "/plans/api/v1/calendars"
WRITES = ("PUT", "DELETE")


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def client(app: flask.Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def token(people: Cast) -> dict[str, str]:
    return people.token("plans:read", community=COMMUNITY)


def path_of(address: str) -> str:
    return urlsplit(address).path


def put(client: FlaskClient, token: dict[str, str], below: str) -> dict[str, Any]:
    answer = client.put(f"{CALENDARS}/{below}", headers=token)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    assert calendar_schemas.Calendar().validate(told) == {}
    return told


def test_a_program_makes_a_link_by_which_others_read_without_a_token(
    client: FlaskClient, database: Database, plan: Plan, token: dict[str, str]
) -> None:
    oak, _sam = make_contact(database, "Oak Trust", "sam@example.org")
    make_commitment(database, plan, organisation_id=oak, due=TODAY)

    for below in (f"plan/{plan.id}", f"organisation/{oak}"):
        told = put(client, token, below)

        read_back: Any = Calendar.from_ical(client.get(path_of(told["address"])).data)
        assert [str(each["summary"]) for each in read_back.events] == ["Oak Trust: Open the north gate"]


def test_a_plans_changes_can_be_followed_by_the_same_link(
    client: FlaskClient, plan: Plan, token: dict[str, str]
) -> None:
    told = put(client, token, f"plan/{plan.id}")

    answer = client.get(path_of(told["changes"]))

    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")


def test_a_link_that_is_there_stays_and_is_listed_once(
    client: FlaskClient, plan: Plan, token: dict[str, str], people: Cast
) -> None:
    first = put(client, token, f"plan/{plan.id}")
    put(client, token, f"plan/{plan.id}")

    listed = client.get(CALENDARS, headers=token).get_json()
    others = client.get(CALENDARS, headers=people.token("plans:read", community=COMMUNITY)).get_json()

    assert [each["of_id"] for each in listed["items"]] == [str(plan.id)]
    assert others == {"items": []}
    assert client.get(path_of(first["address"])).status_code == 200


def test_a_link_that_was_ended_works_no_more_and_one_made_later_does(
    client: FlaskClient, plan: Plan, token: dict[str, str], clock: Clock
) -> None:
    before = put(client, token, f"plan/{plan.id}")

    ended = [client.delete(f"{CALENDARS}/plan/{plan.id}", headers=token).status_code for _ in range(2)]
    clock.forward(seconds=1)
    after = put(client, token, f"plan/{plan.id}")

    assert ended == [204, 204]
    assert client.get(path_of(before["address"])).status_code == 404
    assert client.get(path_of(after["address"])).status_code == 200


def test_the_links_of_a_program_end_with_its_token(
    client: FlaskClient, database: Database, plan: Plan, token: dict[str, str]
) -> None:
    told = put(client, token, f"plan/{plan.id}")

    with database.unit_of_work() as uow:
        uow.session.execute(update(PRINCIPALS.tokens).values(revoked=True))

    assert client.get(path_of(told["address"])).status_code == 404


def test_a_program_promised_nothing_itself(client: FlaskClient, token: dict[str, str]) -> None:
    assert client.put(f"{CALENDARS}/mine/{COMMUNITY}", headers=token).status_code == 404


def test_what_another_community_has_cannot_be_read(client: FlaskClient, plan: Plan, people: Cast) -> None:
    foreign = people.token("plans:read", community=ELSEWHERE)

    answers = [client.open(f"{CALENDARS}/plan/{plan.id}", method=each, headers=foreign) for each in WRITES]

    assert [each.status_code for each in answers] == [404, 404]


def test_a_person_is_told_of_their_own_links(people: Cast) -> None:
    assert people.person(Role.MEMBER, COMMUNITY).get(CALENDARS).get_json() == {"items": []}
