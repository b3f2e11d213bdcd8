"""The steps of a commitment, for programs."""

import pytest

from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.use_cases.steps import add_steps, tick_step
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_plan
from tests.shared.http.cast import Cast

API = "/plans/api/v1"


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan)


def test_a_program_keeps_a_checklist(people: Cast, commitment: Commitment) -> None:
    client, headers = people.nobody(), people.token("plans:read", "plans:write", community=COMMUNITY)
    path = f"{API}/commitments/{commitment.id}/steps"

    made = client.post(path, headers=headers, json={"text": "Print the maps"})
    step = client.patch(made.location, headers=headers, json={"text": "Print 30 maps", "done": True})
    wrong = client.patch(made.location, headers=headers, json={"text": ""})
    shown = client.get(f"{API}/commitments/{commitment.id}", headers=headers)
    listed = client.get(f"{API}/plans/{commitment.plan_id}/commitments", headers=headers)
    gone = client.delete(made.location, headers=headers)

    assert (made.status_code, gone.status_code, wrong.status_code) == (201, 204, 400)
    assert step.json is not None
    assert (step.json["text"], step.json["done"]) == ("Print 30 maps", True)
    assert shown.json is not None
    assert shown.json["steps"] == [step.json]
    assert listed.json is not None
    assert listed.json["items"][0]["steps"] == [step.json]
    assert client.get(path, headers=headers).json == {"items": []}


def test_who_ticked_a_step_is_for_the_community(
    people: Cast, database: Database, commitment: Commitment
) -> None:
    with database.unit_of_work() as uow:
        (step,) = add_steps(uow, commitment.id, ["Print the maps"], COORDINATOR)
        tick_step(uow, commitment.id, step.id, done=True, actor=COORDINATOR)
    path = f"{API}/commitments/{commitment.id}"

    seen = {
        name: client.get(path).json
        for name, client in {
            "nobody": people.nobody(),
            "member": people.person(Role.MEMBER, COMMUNITY),
        }.items()
    }

    by = {name: answer["steps"][0]["done_by"] for name, answer in seen.items() if answer}
    assert by == {"nobody": None, "member": str(COORDINATOR.person_id)}


def test_a_commitment_is_written_down_with_its_steps(people: Cast, plan: Plan) -> None:
    client, headers = people.nobody(), people.token("plans:read", "plans:write", community=COMMUNITY)
    body = {"text": "Lead a walk", "heading": plan.headings[0], "steps": ["Print the maps", "Walk"]}

    made = client.post(f"{API}/plans/{plan.id}/commitments", headers=headers, json=body)

    assert made.json is not None
    assert [step["text"] for step in made.json["steps"]] == ["Print the maps", "Walk"]
