"""What is open in a closed plan presses nobody, on whichever page it stands."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.plans.domain.commitments import Commitment
from services.plans.domain.milestones import Milestone
from services.plans.domain.plans import Plan
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.waits import wait_on
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR, TODAY, make_commitment, make_plan
from tests.plans.web.conftest import SignIn

PRESSES = re.compile(r"Overdue\s*</strong>|Was due|Due tomorrow")


@pytest.fixture
def milestone(database: Database, plan: Plan) -> Milestone:
    with database.unit_of_work() as uow:
        return add_milestone(uow, plan.id, "All gates are open", date(2027, 1, 1))


@pytest.fixture
def places(plan: Plan, late: Commitment, milestone: Milestone, link: str) -> list[str]:
    """Every page of the plan on which its commitments stand."""
    own = f"/plans/{plan.id}"
    return [
        own,
        f"{own}/status",
        f"{own}/board",
        f"{own}/board?by=organisation",
        f"{own}/milestones/{milestone.id}",
        f"{own}/walk",
        f"{own}/waits",
        f"/plans/commitments/?plan={plan.id}",
        f"/plans/commitments/{late.id}",
        link,
        f"{link}/{late.id}",
    ]


@pytest.fixture
def late(database: Database, plan: Plan, owner: dict[str, UUID], milestone: Milestone) -> Commitment:
    facts = {"due": TODAY - timedelta(days=9), "milestone_id": milestone.id}
    made = make_commitment(database, plan, **facts, **owner)
    make_commitment(database, plan, text="Paint it", **{**facts, "due": TODAY + timedelta(days=1)}, **owner)
    elsewhere = make_commitment(database, make_plan(database, name="Gardens"), text="Dig")
    with database.unit_of_work() as uow:
        wait_on(uow, elsewhere.id, made.id, COORDINATOR.person_id)
    return made


def test_no_page_of_a_closed_plan_says_that_anything_is_late_or_due_soon(
    signed_in: SignIn, database: Database, plan: Plan, places: list[str]
) -> None:
    coordinator = signed_in(Role.COORDINATOR)
    before = [place for place in places if not PRESSES.search(coordinator.look(place).source)]

    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "The meadow is open", {}, COORDINATOR)

    assert before == []
    assert [place for place in places if PRESSES.search(coordinator.look(place).source)] == []
    status = coordinator.look(f"/plans/{plan.id}/status").text
    assert "No: the plan is closed" in status
    assert "Nothing is overdue." in status
