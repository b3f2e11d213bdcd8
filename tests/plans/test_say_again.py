"""Saying again lets other services rebuild their copies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from services.plans.domain.commitments import Details
from services.plans.domain.transitions import Action
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.say_again import KINDS
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentChanged, Contract, PlanChanged
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR, make_commitment, make_plan
from tests.saying import say_again


def test_what_is_said_again_is_what_was_said_last_and_says_that_it_is_no_news(
    database: Database, said: Callable[[], list[Contract]]
) -> None:
    plan = make_plan(database)
    with database.unit_of_work() as uow:
        step = add_milestone(uow, plan.id, "Gates open")
    made = make_commitment(database, plan, milestone_id=step.id, due=date(2027, 1, 31))
    make_commitment(database, plan)
    with database.unit_of_work() as uow:
        record_update(uow, made.id, 1, Action.DECLINE, Details(reason="No hands"), COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        again = {
            event.id: event
            for event in say_again(uow, KINDS)
            if isinstance(event, PlanChanged | CommitmentChanged)
        }

    last = {event.id: event for event in said() if isinstance(event, PlanChanged | CommitmentChanged)}
    assert again == {key: replace(event, again=True) for key, event in last.items()}
