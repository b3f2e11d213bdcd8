"""A step's own page, and the form that changes it."""

import pytest

from services.plans.domain.milestones import Milestone
from services.plans.domain.plans import Plan
from services.plans.use_cases.milestones import add_milestone
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import make_commitment
from tests.plans.web.conftest import SignIn


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def step(database: Database, plan: Plan) -> Milestone:
    with database.unit_of_work() as uow:
        return add_milestone(uow, plan.id, "Seats at every gate")


def test_a_step_shows_what_was_promised_for_it_and_then_cannot_be_removed(
    coordinator: Visitor, database: Database, plan: Plan, step: Milestone
) -> None:
    path = f"/plans/{plan.id}/milestones/{step.id}"
    empty = coordinator.look(path)
    make_commitment(database, plan, milestone_id=step.id)
    make_commitment(database, plan, text="Something else")

    page = coordinator.look(path)

    assert "Open the north gate" in page.text
    assert "Something else" not in page.text
    assert "Remove the milestone" not in page.text
    refused = coordinator.send(empty.form_with("version"))
    assert "1 commitment leads to this milestone" in refused.text


def test_a_step_is_changed_unless_somebody_was_faster(
    coordinator: Visitor, plan: Plan, step: Milestone
) -> None:
    path = f"/plans/{plan.id}/milestones/{step.id}"
    form = coordinator.look(f"{path}/edit").form_with("text")

    page = coordinator.send(form, text="Benches", target=["31", "3", "2027"])
    late = coordinator.send(form, text="Stools", target=["31", "3", "2027"])

    assert page.path == path
    assert "Benches Must be true by 31 March 2027" in page.text
    assert late.status == 400
    assert "Somebody else changed this" in late.text
    assert late.form_with("text").fields["text"] == "Stools"


def test_a_step_that_nothing_leads_to_is_removed(coordinator: Visitor, plan: Plan, step: Milestone) -> None:
    page = coordinator.look(f"/plans/{plan.id}/milestones/{step.id}")

    page = coordinator.send(page.form_with("version"))

    assert page.path == f"/plans/{plan.id}"
    assert "The milestone is removed." in page.text
    assert "Seats at every gate" not in page.text
