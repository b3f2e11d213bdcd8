"""Lists as programs read them: sorted, in part, and not again what they have already."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.plans.domain.commitments import NOTHING, Details
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.updates import record_update
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_contact, make_plan
from tests.shared.http.cast import Cast

API = "/plans/api/v1"


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.nobody()


@pytest.fixture
def token(people: Cast) -> dict[str, str]:
    return people.token("plans:read", "plans:write", community=COMMUNITY)


@pytest.fixture
def plan(database: Database) -> Plan:
    plan = make_plan(database)
    for reference, day in (("A1", 3), ("A3", 1), ("A2", None)):
        make_commitment(database, plan, reference=reference, due=day and date(2027, 1, day))
    return plan


def body_of(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        ("due", ["A3", "A1", "A2"]),
        ("-due", ["A1", "A3", "A2"]),
        ("reference", ["A1", "A2", "A3"]),
        ("-reference", ["A3", "A2", "A1"]),
    ],
)
def test_a_list_goes_as_it_is_told_from_page_to_page(
    client: FlaskClient, token: dict[str, str], plan: Plan, sort: str, wanted: list[str]
) -> None:
    following: str | None = f"{API}/plans/{plan.id}/commitments?limit=1&fields=reference&sort={sort}"
    items = []
    while following:
        page = client.get(following, headers=token)
        items += body_of(page)["items"]
        following = page.headers["Link"].split(">")[0].lstrip("<") if "Link" in page.headers else None

    assert items == [{"reference": reference} for reference in wanted]


@pytest.mark.usefixtures("plan")
def test_a_cursor_of_another_order_and_a_field_that_is_none_are_refused(
    client: FlaskClient, token: dict[str, str]
) -> None:
    after = body_of(client.get(f"{API}/commitments?limit=1&sort=reference", headers=token))["next"]

    strange = client.get(f"{API}/commitments?sort=due&after={after}", headers=token)
    unknown = client.get(f"{API}/commitments?fields=id,owner", headers=token)

    assert strange.status_code == 400
    assert body_of(unknown, 400)["errors"] == [
        {"field": "/query/fields", "message": "There is no field 'owner'."}
    ]


def test_a_list_that_has_not_changed_is_not_sent_again(
    client: FlaskClient, token: dict[str, str], database: Database, plan: Plan
) -> None:
    paths = [f"{API}/plans", f"{API}/commitments", f"{API}/plans/{plan.id}/milestones", f"{API}/workshops"]
    for path in paths:
        tag = client.get(path, headers=token).headers["ETag"]
        assert client.get(path, headers={**token, "If-None-Match": tag}).status_code == 304

    tag = client.get(f"{API}/commitments", headers=token).headers["ETag"]
    make_commitment(database, plan)
    assert client.get(f"{API}/commitments", headers={**token, "If-None-Match": tag}).status_code == 200


def test_a_list_says_what_its_schema_would_write(
    client: FlaskClient, token: dict[str, str], plan: Plan, database: Database
) -> None:
    organisation, contact = make_contact(database, "Oak Trust", "sam@example.org")
    made = make_commitment(
        database, plan, organisation_id=organisation, contact_id=contact, supporting=(organisation,)
    )
    with database.unit_of_work() as uow:
        record_update(uow, made.id, 1, Action.ACCEPT, NOTHING, COORDINATOR)
        record_update(uow, made.id, 2, Action.FINISH, Details(note="Open"), COORDINATOR)

    listed = body_of(client.get(f"{API}/plans/{plan.id}/commitments", headers=token))["items"]
    read = [body_of(client.get(f"{API}/commitments/{each['id']}", headers=token)) for each in listed]

    assert listed == read
    assert len(listed) == 4
