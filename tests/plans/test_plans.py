"""Making and changing plans, on real databases."""

from collections.abc import Callable

import pytest

from services.plans.domain.plans import DEFAULT_HEADINGS
from services.plans.domain.refusals import Refused
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.plans import PlanDetails, change_plan
from shared.contracts import Contract, PlanChanged
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, make_commitment, make_plan

Said = Callable[[], list[Contract]]


def test_a_new_plan_has_the_four_usual_headings_and_is_told_of(database: Database, said: Said) -> None:
    plan = make_plan(database)

    assert plan.headings == DEFAULT_HEADINGS
    event = said()[0]
    assert isinstance(event, PlanChanged)
    assert (event.id, event.version, event.community_id, event.public) == (plan.id, 1, COMMUNITY, False)


def test_changing_a_plan_tells_of_its_new_version(database: Database, said: Said) -> None:
    plan = make_plan(database)

    with database.unit_of_work() as uow:
        change_plan(uow, plan.id, 1, PlanDetails(name="Parks", headings=[*DEFAULT_HEADINGS, "Money"]))

    event = said()[-1]
    assert isinstance(event, PlanChanged)
    assert (event.name, event.version) == ("Parks", 2)


def test_a_change_that_changes_nothing_says_nothing(database: Database, said: Said) -> None:
    plan = make_plan(database)

    with database.unit_of_work() as uow:
        change_plan(uow, plan.id, 1, PlanDetails(name=plan.name))

    assert len(said()) == 1


def test_who_comes_second_is_shown_what_the_first_one_did(database: Database) -> None:
    plan = make_plan(database)
    with database.unit_of_work() as uow:
        change_plan(uow, plan.id, 1, PlanDetails(name="The first one's"))

    with pytest.raises(Conflict) as conflict, database.unit_of_work() as uow:
        change_plan(uow, plan.id, 1, PlanDetails(name="The second one's"))

    assert (conflict.value.current.name, conflict.value.current.version) == ("The first one's", 2)


def test_a_heading_in_use_stays(database: Database) -> None:
    plan = make_plan(database)
    make_commitment(database, plan)

    with pytest.raises(Refused, match="1 commitments are still under"), database.unit_of_work() as uow:
        change_plan(uow, plan.id, 1, PlanDetails(headings=["Something else"]))


def test_a_milestone_needs_its_plan(database: Database) -> None:
    plan = make_plan(database)

    with pytest.raises(NotFound), database.unit_of_work() as uow:
        add_milestone(uow, COMMUNITY, "Every school has a garden")

    with database.unit_of_work() as uow:
        assert add_milestone(uow, plan.id, "Every school has a garden").plan_id == plan.id
