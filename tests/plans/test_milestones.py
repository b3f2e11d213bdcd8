"""The steps of a plan: changed, moved by their dates, and removed while nothing hangs on them."""

from datetime import date

import pytest

from services.plans.db.queries.roadmap import milestones_of
from services.plans.domain.milestones import Milestone
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.milestones import add_milestone, change_milestone, remove_milestone
from services.plans.use_cases.outcomes import Conflict, NotFound
from shared.contracts import CommitmentChanged
from shared.db.unit_of_work import Database
from tests.plans.factories import make_commitment, make_plan
from tests.services import said_in


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def step(database: Database, plan: Plan) -> Milestone:
    with database.unit_of_work() as uow:
        return add_milestone(uow, plan.id, "Seats at every gate", date(2027, 5, 1))


def texts(database: Database, plan: Plan) -> list[str]:
    with database.unit_of_work(read_only=True) as uow:
        return [each.text for each in milestones_of(uow, plan.id)]


def test_a_step_moves_to_where_its_date_puts_it(database: Database, plan: Plan, step: Milestone) -> None:
    with database.unit_of_work() as uow:
        add_milestone(uow, plan.id, "Shade", date(2028, 5, 1))
    assert texts(database, plan) == ["Shade", "Seats at every gate"]

    with database.unit_of_work() as uow:
        changed = change_milestone(uow, plan.id, step.id, 1, {"target": date(2029, 5, 1)})

    assert changed.version == 2
    assert texts(database, plan) == ["Seats at every gate", "Shade"]
    with pytest.raises(Conflict), database.unit_of_work() as uow:
        change_milestone(uow, plan.id, step.id, 1, {"text": "Other"})


def test_others_are_told_of_the_commitments_that_lead_to_a_step_with_a_new_text(
    database: Database, plan: Plan, step: Milestone
) -> None:
    leading = make_commitment(database, plan, milestone_id=step.id)
    make_commitment(database, plan)

    with database.unit_of_work() as uow:
        change_milestone(uow, plan.id, step.id, 1, {"text": "Benches", "target": step.target})
    with database.unit_of_work() as uow:
        change_milestone(uow, plan.id, step.id, 2, {"text": "Benches", "target": None})

    told = [each for each in said_in(database) if isinstance(each, CommitmentChanged)]
    assert [(each.id, each.version, each.milestone) for each in told[2:]] == [(leading.id, 2, "Benches")]


def test_a_step_is_removed_only_while_nothing_leads_to_it(
    database: Database, plan: Plan, step: Milestone
) -> None:
    with database.unit_of_work() as uow:
        held = add_milestone(uow, plan.id, "Shade")
    make_commitment(database, plan, milestone_id=held.id)

    with pytest.raises(Refused, match="1 commitment leads"), database.unit_of_work() as uow:
        remove_milestone(uow, plan.id, held.id, 1)
    with pytest.raises(Conflict), database.unit_of_work() as uow:
        remove_milestone(uow, plan.id, step.id, 7)
    with database.unit_of_work() as uow:
        remove_milestone(uow, plan.id, step.id, 1)

    assert texts(database, plan) == ["Shade"]


def test_a_step_is_found_only_in_its_own_plan(database: Database, step: Milestone) -> None:
    other = make_plan(database, name="Other")

    with pytest.raises(NotFound), database.unit_of_work() as uow:
        remove_milestone(uow, other.id, step.id, 1)
