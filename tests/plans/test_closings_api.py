"""Closing plans, and what was carried over, as programs meet it."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from services.plans.api import closing_schemas
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, make_commitment, make_plan
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
    return make_plan(database, public=True)


@pytest.fixture
def gate(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan)


def test_a_program_closes_a_plan_and_opens_it_again(
    client: FlaskClient, token: dict[str, str], plan: Plan, gate: Commitment, database: Database
) -> None:
    following = make_plan(database, name="Next")
    path, body = f"{API}/plans/{plan.id}/closing", {"line": "All is well"}
    body |= {"carry_over": [{"commitment_id": str(gate.id), "plan_id": str(following.id)}]}  # type: ignore[dict-item]

    closed = client.put(path, headers={**token, "If-Match": '"1"'}, json=body)
    twins = client.get(f"{API}/commitments/{gate.id}/carry-overs", headers=token)
    refused = client.post(f"{API}/plans/{plan.id}/milestones", headers=token, json={"text": "More"})
    opened = client.delete(path, headers={**token, "If-Match": closed.headers["ETag"]})

    assert (closed.status_code, closed.get_json()["closing"]) == (200, "All is well"), closed.text
    assert twins.get_json()["went_to"]["plan_id"] == str(following.id)
    assert (refused.status_code, refused.get_json()["title"]) == (409, "The plan is closed")
    assert (opened.status_code, opened.get_json()["closed_at"]) == (200, None)


def test_strangers_may_read_where_it_went_only_as_far_as_plans_are_public(
    client: FlaskClient, token: dict[str, str], plan: Plan, gate: Commitment, database: Database
) -> None:
    following = make_plan(database, name="Next")
    body = {"line": "x", "carry_over": [{"commitment_id": str(gate.id), "plan_id": str(following.id)}]}
    client.put(f"{API}/plans/{plan.id}/closing", headers={**token, "If-Match": '"1"'}, json=body)

    seen = client.get(f"{API}/commitments/{gate.id}/carry-overs")

    assert seen.get_json() == {"came_from": None, "went_to": None}
    assert client.put(f"{API}/plans/{plan.id}/closing", json=body).status_code == 401
    assert client.get(f"{API}/commitments/{uuid4()}/carry-overs", headers=token).status_code == 404


def test_one_commitment_goes_to_one_plan(
    client: FlaskClient, token: dict[str, str], plan: Plan, gate: Commitment
) -> None:
    twice = [{"commitment_id": str(gate.id), "plan_id": str(uuid4())} for _ in range(2)]

    answer = client.put(
        f"{API}/plans/{plan.id}/closing",
        headers={**token, "If-Match": '"1"'},
        json={"line": "x", "carry_over": twice},
    )

    assert (answer.status_code, "name each once" in answer.text) == (422, True)


def test_the_examples_are_what_the_schemas_read_and_write() -> None:
    assert closing_schemas.Closing().validate(closing_schemas.CLOSING) == {}
    assert closing_schemas.Twins().validate(closing_schemas.TWINS) == {}
