"""Who consented to a plan's vision, as programs note and read it."""

from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from services.plans.domain.plans import Plan
from services.plans.use_cases.closings import close_plan
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, make_contact, make_plan
from tests.plans.workshops.making import make_workshop
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
DAY = "2026-02-20"


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.nobody()


@pytest.fixture
def token(people: Cast) -> dict[str, str]:
    return people.token("plans:read", "plans:write", community=COMMUNITY)


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def oak(database: Database) -> UUID:
    return make_contact(database, "Oak Trust", "sam@example.org")[0]


def test_a_program_notes_a_consent_which_strangers_read_without_its_workshop(
    client: FlaskClient, token: dict[str, str], plan: Plan, oak: UUID, database: Database
) -> None:
    workshop = make_workshop(database, plan)
    listed, exported = f"{API}/plans/{plan.id}/consents", f"{API}/plans/{plan.id}/export.json"
    told = {"organisation_id": str(oak), "organisation": "Oak Trust", "given_on": DAY}
    body = {"given_on": DAY, "workshop_id": str(workshop.id)}

    noted = [client.put(f"{listed}/{oak}", headers=token, json=body).status_code for _ in "12"]

    assert noted == [204, 204]
    within = [{**told, "workshop_id": str(workshop.id), "place": workshop.place}]
    outside = [{**told, "workshop_id": None, "place": None}]
    assert client.get(listed, headers=token).json == {"items": within}
    assert client.get(listed).json == {"items": outside}
    for headers, shown in ((token, within), ({}, outside)):
        export = client.get(exported, headers=headers).get_json()
        assert export["consents"] == shown
    assert client.delete(f"{listed}/{oak}", headers=token).status_code == 204
    assert client.get(listed).json == {"items": []}


def test_what_cannot_be_noted_is_a_problem_that_says_why(
    client: FlaskClient, token: dict[str, str], plan: Plan, oak: UUID, database: Database
) -> None:
    elsewhere = make_workshop(database)
    path = f"{API}/plans/{plan.id}/consents/{oak}"

    wrong = client.put(path, headers=token, json={"given_on": DAY, "workshop_id": str(elsewhere.id)})
    unknown = client.put(f"{API}/plans/{plan.id}/consents/{uuid4()}", headers=token, json={"given_on": DAY})
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "The meadow is open", {}, COORDINATOR)
    late = [
        client.put(path, headers=token, json={"given_on": DAY}),
        client.delete(path, headers=token),
    ]

    assert (wrong.status_code, wrong.get_json()["errors"][0]["field"]) == (422, "/workshop_id")
    assert (unknown.status_code, unknown.get_json()["detail"]) == (
        422,
        "The community has no such organisation.",
    )
    assert [each.status_code for each in late] == [409, 409]
