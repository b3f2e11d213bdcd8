"""The board of a plan: columns by state, parts by organisation and by step, each with its counts."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.plans.domain.commitments import Details
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.updates import record_update
from shared.contracts import Health, Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.pages import Visitor
from tests.plans.factories import COORDINATOR, TODAY, make_commitment, make_plan
from tests.plans.web.conftest import SignIn


@pytest.fixture
def member(signed_in: SignIn) -> Visitor:
    return signed_in(Role.MEMBER)


def report(database: Database, plan: Plan, text: str, health: Health | None) -> None:
    made = make_commitment(database, plan, text=text)
    action, details = Action.DECLINE, Details(reason="Too dear")
    with database.unit_of_work() as uow:
        version = made.version
        if health:
            version = record_update(uow, made.id, version, Action.ACCEPT, Details(), COORDINATOR).version
            action, details = Action.START, Details(health=health)
        record_update(uow, made.id, version, action, details, COORDINATOR)


def test_columns_go_from_offered_to_ended_and_what_is_under_way_by_health(
    member: Visitor, database: Database, plan: Plan
) -> None:
    make_commitment(database, plan, text="Mend the gate", due=TODAY - timedelta(days=1))
    report(database, plan, "Plant limes", Health.ON_TRACK)
    report(database, plan, "Ask the school", Health.STUCK)
    report(database, plan, "Build a dome", None)

    text = member.look(f"/plans/{plan.id}/board").text

    told = ["Not yet accepted (1)", "Mend the gate", "Overdue", "Agreed (0)", "Under way (2)", "Stuck (1)"]
    told += ["Ask the school", "At risk (0)", "On track (1)", "Plant limes", "Done (0)"]
    told += ["Declined or withdrawn (1)", "Build a dome"]
    assert [text.index(each) for each in told] == sorted(text.index(each) for each in told)


def test_a_column_shows_its_newest_and_leads_to_all(
    member: Visitor, database: Database, plan: Plan, clock: Clock
) -> None:
    for number in range(22):
        make_commitment(database, plan, text=f"Plant tree {number:02}")
        clock.forward(seconds=1)

    page = member.look(f"/plans/{plan.id}/board")

    shown = [number for number in range(22) if f"tree {number:02}" in page.text]
    assert shown == list(range(2, 22))
    assert "All 22" in page.text
    leads = [each["href"] for each in page.attributes("a") if "state=offered" in each["href"]]
    assert all(f"tree {number:02}" in member.look(leads[0]).text for number in range(22))


def test_parts_by_organisation_have_percent_done_and_those_of_nobody_come_last(
    member: Visitor, database: Database, plan: Plan, owner: dict[str, UUID]
) -> None:
    for number in range(7):
        made = make_commitment(database, plan, text=f"Plant tree {number}", **owner)
        if number < 2:
            with database.unit_of_work() as uow:
                finish = Details(note="It stands")
                version = record_update(uow, made.id, made.version, Action.ACCEPT, Details(), COORDINATOR)
                record_update(uow, made.id, version.version, Action.FINISH, finish, COORDINATOR)
    make_commitment(database, plan, text="Count ducks")

    page = member.look(f"/plans/{plan.id}/board?by=organisation")

    told = ["Oak Trust", "28% done: 2 of 7", "All 7", "No owner", "0% done: 0 of 1", "Count ducks"]
    assert [page.text.index(each) for each in told] == sorted(page.text.index(each) for each in told)
    leads = [each["href"] for each in page.attributes("a") if "&organisation=" in each["href"]]
    assert member.look(leads[0]).text.count("Plant tree") == 7


def test_parts_by_step_have_each_commitment_once(member: Visitor, database: Database, plan: Plan) -> None:
    with database.unit_of_work() as uow:
        step = add_milestone(uow, plan.id, "Gates open", TODAY)
    make_commitment(database, plan, text="Mend the gate", milestone_id=step.id)
    make_commitment(database, plan, text="Count ducks")

    text = member.look(f"/plans/{plan.id}/board?by=milestone").text

    told = ["Gates open", "Mend the gate", "No milestone", "Count ducks"]
    assert [text.index(each) for each in told] == sorted(text.index(each) for each in told)
    assert text.count("Count ducks") == text.count("Mend the gate") == 1


def test_strangers_see_the_board_of_a_public_plan_without_names_of_people(
    visitor: Visitor, database: Database, plan: Plan, owner: dict[str, UUID]
) -> None:
    public = make_plan(database, public=True)
    make_commitment(database, public, **owner)

    for by in ("", "?by=organisation", "?by=milestone", "?by=nonsense"):
        page = visitor.look(f"/plans/{public.id}/board{by}")
        assert page.status == 200
        assert "Open the north gate" in page.text
        assert "Sam Reed" not in page.source
    assert visitor.client.get(f"/plans/{plan.id}/board").status_code == 303
