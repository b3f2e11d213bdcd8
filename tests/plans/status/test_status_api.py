"""How plans stand, as programs ask it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from services.plans.api import status_schemas
from services.plans.domain.commitments import Details
from services.plans.domain.milestones import Milestone
from services.plans.domain.plans import DEFAULT_HEADINGS, Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.closings import close_plan, reopen_plan
from services.plans.use_cases.milestones import add_milestone, remove_milestone
from services.plans.use_cases.updates import record_update
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, COORDINATOR, TODAY, make_commitment, make_contact, make_plan
from tests.shared.http.cast import ELSEWHERE, Cast

API = "/plans/api/v1"


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.person(Role.COORDINATOR, COMMUNITY)


def told(answer: TestResponse, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_the_status_is_what_its_schema_says(client: FlaskClient, database: Database, plan: Plan) -> None:
    with database.unit_of_work() as uow:
        add_milestone(uow, plan.id, "Gates open", TODAY + timedelta(days=9))
    make_commitment(database, plan)

    for by in ("heading", "milestone", "organisation"):
        body = told(client.get(f"{API}/plans/{plan.id}/status?by={by}"))
        assert status_schemas.PlanStatus().validate(body) == {}
    community = told(client.get(f"{API}/status?by=plan"))
    assert status_schemas.CommunityStatus().validate(community) == {}


def test_parts_are_named_and_what_belongs_to_none_comes_last(
    client: FlaskClient, database: Database, plan: Plan
) -> None:
    organisation, _contact = make_contact(database, "Oak Trust", "sam@example.org")
    make_commitment(database, plan, organisation_id=organisation)
    make_commitment(database, plan)
    make_commitment(database, plan)

    body = told(client.get(f"{API}/plans/{plan.id}/status?by=organisation"))

    assert [(part["name"], part["id"], part["total"]) for part in body["parts"]] == [
        ("Oak Trust", str(organisation), 1),
        (None, None, 2),
    ]


def test_a_past_day_is_told_as_it_was_at_its_end(
    client: FlaskClient, database: Database, plan: Plan, clock: Clock
) -> None:
    commitment = make_commitment(database, plan, due=TODAY)
    clock.at += timedelta(days=2)
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.ACCEPT, Details(), COORDINATOR)

    then = told(client.get(f"{API}/plans/{plan.id}/status?as_at={TODAY}"))
    now = told(client.get(f"{API}/plans/{plan.id}/status"))
    before = told(client.get(f"{API}/plans/{plan.id}/status?as_at={TODAY - timedelta(days=1)}"))

    assert (then["today"], then["by_state"]["offered"], then["overdue"]) == (str(TODAY), 1, 0)
    assert (now["by_state"]["agreed"], now["overdue"]) == (1, 1)
    assert before["total"] == 0


@pytest.mark.parametrize("path", ["/plans/{plan}/status", "/status"])
def test_a_day_yet_to_come_is_refused_by_name(client: FlaskClient, plan: Plan, path: str) -> None:
    tomorrow = TODAY + timedelta(days=1)

    problem = told(client.get(f"{API}{path.format(plan=plan.id)}?as_at={tomorrow}"), 422)

    assert problem["errors"][0]["field"] == "/as_at"
    assert str(TODAY) in problem["errors"][0]["message"]


def test_the_next_steps_say_whether_they_are_in_reach(
    client: FlaskClient, database: Database, plan: Plan
) -> None:
    organisation, _contact = make_contact(database, "Oak Trust", "sam@example.org")
    with database.unit_of_work() as uow:
        add_milestone(uow, plan.id, "Long past", TODAY - timedelta(days=1))
        far = add_milestone(uow, plan.id, "Paths joined", TODAY + timedelta(days=90))
        near = add_milestone(uow, plan.id, "Gates open", TODAY)
    due = {"organisation_id": organisation, "due": TODAY}
    make_commitment(database, plan, milestone_id=near.id, **due)
    make_commitment(database, plan, milestone_id=far.id)

    steps = told(client.get(f"{API}/plans/{plan.id}/status"))["next_milestones"]

    assert [(step["text"], step["in_reach"]) for step in steps] == [
        ("Gates open", True),
        ("Paths joined", False),
    ]
    assert steps[1]["in_the_way"] == {"overdue": 0, "stuck": 0, "without_owner": 1, "without_date": 1}


def test_who_has_the_newest_status_already_is_told_so(
    client: FlaskClient, database: Database, plan: Plan
) -> None:
    make_commitment(database, plan)
    path = f"{API}/plans/{plan.id}/status"
    client.get(path)  # Whoever asks first has it counted and kept.
    tag = client.get(path).headers["ETag"]

    answer = client.get(path, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
    assert client.get(f"{path}?by=heading", headers={"If-None-Match": tag}).status_code == 200


def _commit(database: Database, plan: Plan, clock: Clock) -> None:  # noqa: ARG001  # All have the same.
    make_commitment(database, plan)


def _update(database: Database, plan: Plan, clock: Clock) -> None:  # noqa: ARG001  # All have the same.
    made = make_commitment(database, plan)
    with database.unit_of_work() as uow:
        record_update(uow, made.id, 1, Action.ACCEPT, Details(), COORDINATOR)


def _step(database: Database, plan: Plan, clock: Clock) -> None:  # noqa: ARG001  # All have the same.
    with database.unit_of_work() as uow:
        add_milestone(uow, plan.id, "Gates open", TODAY)


def _replace(database: Database, plan: Plan, clock: Clock) -> None:  # noqa: ARG001  # All have the same.
    with database.unit_of_work() as uow:
        step = uow.session.scalars(select(Milestone)).one()
        remove_milestone(uow, plan.id, step.id, step.version)
        add_milestone(uow, plan.id, "Gates open", TODAY)


def _sleep(database: Database, plan: Plan, clock: Clock) -> None:  # noqa: ARG001  # All have the same.
    clock.at += timedelta(days=1)


@pytest.mark.parametrize("change", [_commit, _update, _step, _replace, _sleep])
def test_any_change_and_any_new_day_makes_the_tag_another(
    client: FlaskClient, database: Database, plan: Plan, clock: Clock, change: Any
) -> None:
    path = f"{API}/plans/{plan.id}/status"
    make_commitment(database, plan)
    with database.unit_of_work() as uow:
        add_milestone(uow, plan.id, "Paths joined", TODAY)
    client.get(path)
    tag = client.get(path).headers["ETag"]

    change(database, plan, clock)

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_community_adds_up_its_plans_and_no_others(
    client: FlaskClient, people: Cast, database: Database, plan: Plan
) -> None:
    other = make_plan(database, name="Blue spaces", public=True)
    for each in (plan, plan, other):
        make_commitment(database, each)

    for _ in range(2):  # Counted, and then kept.
        body = told(client.get(f"{API}/status?by=plan"))
        assert body["total"] == 3
        assert [(part["name"], part["total"]) for part in body["parts"]] == [
            ("Blue spaces", 1),
            ("Green spaces", 2),
        ]
    assert told(people.person(Role.COORDINATOR, ELSEWHERE).get(f"{API}/status"))["total"] == 0


def test_a_closed_plan_presses_nobody_until_it_is_opened_again(
    client: FlaskClient, database: Database, plan: Plan, clock: Clock
) -> None:
    going = make_plan(database, name="Blue spaces")
    for each in (plan, going):
        make_commitment(database, each, due=TODAY)
    clock.forward(days=40)
    pressed = _pressed(client)
    yesterday = (clock.at - timedelta(days=1)).date()

    with database.unit_of_work() as uow:
        version = close_plan(uow, plan.id, plan.version, "Moved on", {}, COORDINATOR).version
    closed = [_pressed(client), _pressed(client)]  # Counted, and then kept.
    then = _pressed(client, f"as_at={yesterday}")
    itself = _everywhere(client, plan)
    then_itself = _everywhere(client, plan, f"as_at={yesterday}")
    clock.forward(days=2)
    closed.append(_pressed(client, f"as_at={clock.at.date() - timedelta(days=1)}"))
    with database.unit_of_work() as uow:
        reopen_plan(uow, plan.id, version)

    assert (pressed, then) == ((2, 2, 2), (2, 2, 2))
    assert closed == [(2, 1, 1)] * 3
    assert (itself, then_itself) == ((0, 0, 0), (1, 0, 1))
    assert _everywhere(client, plan) == (1, 1, 1)
    assert _pressed(client) == (2, 2, 2)


def _everywhere(client: FlaskClient, plan: Plan, query: str = "") -> tuple[int, int, int]:
    """How many are overdue by the plan's status, its list, which knows only today, and its charts."""
    of = f"{API}/plans/{plan.id}"
    listed = told(client.get(f"{of}/commitments?overdue=true"))["items"]
    everything = told(client.get(f"{of}/commitments"))["items"]
    assert [each for each in everything if each["overdue"]] == listed
    ages = told(client.get(f"{of}/charts?{query}"))["ages"]
    overdue = told(client.get(f"{of}/status?{query}"))["overdue"]
    return overdue, len(listed), sum(each["count"] for each in ages)


def _pressed(client: FlaskClient, query: str = "") -> tuple[int, int, int]:
    status = told(client.get(f"{API}/status?by=plan&{query}"))
    assert sum(part["overdue"] for part in status["parts"]) == status["overdue"]
    return status["open"], status["overdue"], status["stale"]


def test_a_community_that_is_not_the_callers_is_refused(client: FlaskClient) -> None:
    assert told(client.get(f"{API}/status?community={COMMUNITY}"))["community_id"] == str(COMMUNITY)
    assert told(client.get(f"{API}/status?community={uuid4()}"), 422)["errors"][0]["field"] == "/community"


def test_a_plans_interval_says_what_is_stale(
    people: Cast, client: FlaskClient, database: Database, plan: Plan, clock: Clock
) -> None:
    make_commitment(database, plan)
    clock.at += timedelta(days=10)
    before = told(client.get(f"{API}/plans/{plan.id}/status"))["stale"]

    change = {"update_interval": 10}
    headers = {"If-Match": '"1"', **people.token("plans:write", community=COMMUNITY)}
    told(people.nobody().patch(f"{API}/plans/{plan.id}", json=change, headers=headers))

    assert (before, told(client.get(f"{API}/plans/{plan.id}/status"))["stale"]) == (0, 1)


def test_headings_are_parts_too(client: FlaskClient, database: Database, plan: Plan) -> None:
    make_commitment(database, plan, heading=DEFAULT_HEADINGS[1])

    (part,) = told(client.get(f"{API}/plans/{plan.id}/status?by=heading"))["parts"]

    assert (part["name"], part["id"], part["total"]) == (DEFAULT_HEADINGS[1], None, 1)
