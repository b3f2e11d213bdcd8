"""A coordinator assesses a commitment, whatever its owner says; the newest assessment counts."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.plans.db.queries.assessments import assessments_of
from services.plans.db.queries.commitments import find_commitments
from services.plans.db.queries.filters import Filters
from services.plans.domain.assessments import COMPLETION_WORDS, Completion
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan, PlanClosed
from services.plans.use_cases.assessments import assess
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.outcomes import NotFound
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COMMUNITY, COORDINATOR, TODAY, make_commitment, make_plan
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
WHY = "Two of four walks took place"


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan)


def judge(database: Database, commitment: Commitment, *levels: Completion) -> None:
    for level in levels:
        with database.unit_of_work() as uow:
            assess(uow, commitment.id, level, WHY, None)


def found(database: Database, **wanted: Any) -> list[str]:
    with database.unit_of_work(read_only=True) as uow:
        return [row.reference for row in find_commitments(uow, Filters(**wanted), TODAY)]


def test_the_newest_counts_and_all_stay(database: Database, commitment: Commitment) -> None:
    judge(database, commitment, Completion.COMPLETE, Completion.LIMITED)

    with database.unit_of_work(read_only=True) as uow:
        kept = assessments_of(uow, commitment.id)
    assert [each.assessment.completion for each in kept] == [Completion.LIMITED, Completion.COMPLETE]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(levels=st.lists(st.sampled_from(Completion), min_size=1, max_size=4))
def test_an_assessment_changes_nothing_of_the_commitment(
    database: Database, plan: Plan, levels: list[Completion]
) -> None:
    commitment = make_commitment(database, plan)
    before = commitment.told() | {"version": commitment.version, "changed_at": commitment.changed_at}

    judge(database, commitment, *levels)

    with database.unit_of_work(read_only=True) as uow:
        after = uow.session.get_one(Commitment, commitment.id)
        assert after.told() | {"version": after.version, "changed_at": after.changed_at} == before
    assert commitment.reference in found(database, plan_id=plan.id, assessed=levels[-1])


def test_lists_are_narrowed_to_what_the_newest_assessment_says(database: Database, plan: Plan) -> None:
    first, second, third = (make_commitment(database, plan) for _ in range(3))
    judge(database, first, Completion.LIMITED, Completion.COMPLETE)
    judge(database, second, Completion.LIMITED)

    assert found(database, assessed=Completion.COMPLETE) == [first.reference]
    assert found(database, assessed=Completion.LIMITED) == [second.reference]
    assert found(database, unassessed=True) == [third.reference]


def test_what_is_not_there_or_closed_is_not_assessed(
    database: Database, plan: Plan, commitment: Commitment
) -> None:
    with pytest.raises(NotFound), database.unit_of_work() as uow:
        assess(uow, plan.id, Completion.LIMITED, WHY, None)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "It came to an end", {}, COORDINATOR)

    with pytest.raises(PlanClosed), database.unit_of_work() as uow:
        assess(uow, commitment.id, Completion.LIMITED, WHY, None)


def test_a_coordinator_assesses_on_a_page_which_strangers_read_without_the_reason(
    people: Cast, commitment: Commitment
) -> None:
    coordinator = Visitor(people.person(Role.COORDINATOR, COMMUNITY))
    form = coordinator.look(f"/plans/commitments/{commitment.id}/assessments").form_with("why")

    empty = coordinator.send(form, why=WHY)
    page = coordinator.send(form, completion="substantial", why=WHY)

    assert empty.status == 400
    assert "Choose how far it is fulfilled" in empty.text
    assert empty.form_with("why").fields["why"] == WHY
    assert WHY in page.text
    stranger = Visitor(people.nobody()).look(f"/plans/commitments/{commitment.id}")
    assert COMPLETION_WORDS[Completion.SUBSTANTIAL] in stranger.text
    assert WHY not in stranger.text


def test_the_list_on_the_page_has_the_filter(people: Cast, database: Database, plan: Plan) -> None:
    first, second = (make_commitment(database, plan, text=text) for text in ("Sow seeds", "Mow grass"))
    judge(database, first, Completion.COMPLETE)
    visitor = Visitor(people.person(Role.MEMBER, COMMUNITY))

    complete = visitor.look("/plans/commitments/?assessed=complete").text
    none = visitor.look("/plans/commitments/?assessed=none").text

    assert (first.text in complete, second.text in complete) == (True, False)
    assert (first.text in none, second.text in none) == (False, True)


def test_a_program_assesses_and_reads(people: Cast, plan: Plan, commitment: Commitment) -> None:
    client: FlaskClient = people.nobody()
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    path = f"{API}/commitments/{commitment.id}/assessments"

    made = client.post(path, json={"completion": "limited", "why": WHY}, headers=token)
    odd = client.post(path, json={"completion": "splendid", "why": WHY}, headers=token)
    inside, outside = (client.get(path, headers=each).get_json()["items"] for each in (token, {}))
    listed = client.get(f"{API}/plans/{plan.id}/commitments?assessed=limited", headers=token)

    assert (made.status_code, odd.status_code) == (201, 400)
    assert (inside[0]["completion"], inside[0]["why"]) == ("limited", WHY)
    assert (outside[0]["completion"], outside[0]["why"]) == ("limited", None)
    assert len(listed.get_json()["items"]) == 1


def test_exports_tell_the_assessment_and_to_the_community_why(
    people: Cast, database: Database, plan: Plan, commitment: Commitment
) -> None:
    client: FlaskClient = people.nobody()
    token = people.token("plans:read", community=COMMUNITY)
    judge(database, commitment, Completion.SUBSTANTIAL)
    path = f"{API}/plans/{plan.id}/export.csv"

    inside, outside = (client.get(path, headers=each).text for each in (token, {}))

    assert "Substantial" in outside
    assert (WHY in inside, WHY in outside) == (True, False)
