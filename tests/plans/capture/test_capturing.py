"""Lines become commitments and milestones at once, each just once, whoever else is typing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from services.plans.db.queries.commitments import find_commitment
from services.plans.db.queries.history import history_of
from services.plans.db.queries.roadmap import milestones_of
from services.plans.domain.cells import CellRefused
from services.plans.domain.commitments import Commitment, Details, NotAllowed
from services.plans.domain.lines import Line
from services.plans.domain.plans import DEFAULT_HEADINGS, Plan
from services.plans.domain.transitions import Action
from services.plans.domain.updates import SET_RIGHT
from services.plans.use_cases.capturing import (
    Sheet,
    capture_commitment,
    capture_milestone,
    set_right,
)
from services.plans.use_cases.outcomes import Conflict
from services.plans.use_cases.updates import record_update
from shared.contracts import OrganisationNamed
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR, TODAY, make_commitment, make_contact, make_plan
from tests.services import said_in

GATE = "Open the north gate @ Friends of the Park by 31 March 2027"
HEADING = DEFAULT_HEADINGS[1]


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


def capture(database: Database, plan: Plan, typed: str, key: str = "a") -> Commitment:
    with database.unit_of_work() as uow:
        sheet = Sheet(plan_id=plan.id, key=key, today=TODAY)
        return capture_commitment(uow, sheet, typed, HEADING, None, COORDINATOR)


def count(database: Database) -> int:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.scalar(select(func.count()).select_from(Commitment)) or 0


def test_a_line_is_a_commitment_of_the_organisation_that_it_names(database: Database, plan: Plan) -> None:
    made = capture(database, plan, GATE)

    with database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, made.id)
    assert row is not None
    assert (row.reference, row.text, row.heading) == ("1", "Open the north gate", HEADING)
    assert (row.organisation, row.due) == ("Friends of the Park", date(2027, 3, 31))
    named = [each for each in said_in(database) if isinstance(each, OrganisationNamed)]
    assert [each.name for each in named] == ["Friends of the Park"]


def test_a_line_sent_twice_from_one_page_is_one_line(database: Database, plan: Plan) -> None:
    first, again, elsewhere = (capture(database, plan, GATE, key) for key in ("a", "a", "b"))

    assert first.id == again.id != elsewhere.id
    assert (count(database), elsewhere.reference) == (2, "2")


def test_a_line_that_is_refused_leaves_nothing_behind(database: Database, plan: Plan) -> None:
    with pytest.raises(CellRefused):
        capture(database, plan, "Dig @ Oak Trust by 31 February 2027")

    assert count(database) == 0
    assert not [each for each in said_in(database) if isinstance(each, OrganisationNamed)]


def test_milestones_are_captured_once_each_and_stand_from_the_horizon_back(
    database: Database, plan: Plan
) -> None:
    sheet = Sheet(plan_id=plan.id, key="a", today=TODAY)
    for typed in ("Soon by 1 May 2027", "Some day", "Later by 1 May 2028", "Later by 1 May 2028"):
        with database.unit_of_work() as uow:
            capture_milestone(uow, sheet, typed)

    with database.unit_of_work(read_only=True) as uow:
        assert [step.text for step in milestones_of(uow, plan.id)] == ["Later", "Soon", "Some day"]


def test_what_was_understood_is_set_right_and_the_history_says_so(database: Database, plan: Plan) -> None:
    organisation, contact = make_contact(database, "Oak Trust", "sam@example.org")
    made = make_commitment(database, plan, organisation_id=organisation, contact_id=contact)

    with database.unit_of_work() as uow:
        said = Line(text="Open both gates", organisation="oak  trust", day=date(2027, 5, 1))
        set_right(uow, made.id, 1, said, COORDINATOR)
        set_right(uow, made.id, 2, said, COORDINATOR)
    with database.unit_of_work() as uow:
        set_right(uow, made.id, 2, Line(text="Open both gates", organisation="Elm"), COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, made.id)
        actions = [each.update.action for each in history_of(uow, made.id)]
    assert row is not None
    assert (row.version, row.text, row.organisation, row.contact, row.due) == (
        3,
        "Open both gates",
        "Elm",
        None,
        None,
    )
    assert actions[1:] == [SET_RIGHT, SET_RIGHT]


def test_what_its_owner_has_answered_is_not_corrected_behind_their_back(
    database: Database, plan: Plan
) -> None:
    made = make_commitment(database, plan)
    with database.unit_of_work() as uow:
        record_update(uow, made.id, 1, Action.ACCEPT, Details(), COORDINATOR)

    with pytest.raises(Conflict), database.unit_of_work() as uow:
        set_right(uow, made.id, 1, Line(text="Other"), COORDINATOR)
    with pytest.raises(NotAllowed, match="answered already"), database.unit_of_work() as uow:
        set_right(uow, made.id, 2, Line(text="Other"), COORDINATOR)
