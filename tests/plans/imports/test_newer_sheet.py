"""A sheet for a plan that has commitments already."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from services.plans.db.queries.imports import by_reference
from services.plans.db.tables import milestones
from services.plans.domain.commitments import Details
from services.plans.domain.plans import DEFAULT_HEADINGS, Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.fates import Fate
from services.plans.use_cases.say_again import KINDS
from services.plans.use_cases.updates import record_update
from shared.contracts import (
    CommitmentChanged,
    CommitmentState,
    Contract,
    ImportApplied,
)
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COORDINATOR, NOON, make_commitment
from tests.plans.imports.sheets import line
from tests.plans.imports.steps import counted, imported, previewed, the_commitment
from tests.saying import say_again

Said = Callable[[], list[Contract]]


def test_new_headings_join_the_plan_and_known_ones_keep_their_spelling(
    database: Database, plan: Plan
) -> None:
    imported(
        database,
        plan,
        line(1, heading="Paths"),
        line(2, heading="THE RANGE  OF ACTIVITIES"),
        line(3, heading=""),
    )

    with database.unit_of_work(read_only=True) as uow:
        assert uow.session.get_one(Plan, plan.id).headings == (*DEFAULT_HEADINGS, "Paths", "Other")
    assert the_commitment(database, plan, "A2").heading == DEFAULT_HEADINGS[0]


def test_a_milestone_is_made_once_and_found_again(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1, milestone="All walk safely"))
    imported(database, plan, line(2, milestone="all walk  safely"))

    with database.unit_of_work(read_only=True) as uow:
        assert list(uow.session.scalars(select(milestones.c.text))) == ["All walk safely"]


def test_a_newer_sheet_changes_what_it_says_anew(database: Database, plan: Plan, said: Said) -> None:
    imported(database, plan, line(1), line(2))
    count = len(said())

    after = imported(database, plan, line(1, commitment="Do it better", due="1/5/2027"), line(2))

    commitment = the_commitment(database, plan)
    assert (commitment.text, commitment.due, commitment.version) == ("Do it better", date(2027, 5, 1), 2)
    told = [each for each in said()[count:] if isinstance(each, CommitmentChanged)]
    assert [(each.reference, each.import_id != after.id) for each in told] == [("A1", True)]


def test_a_sheet_uploaded_again_does_not_undo_what_the_owner_said(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1))
    commitment = the_commitment(database, plan)
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.ACCEPT, Details(), COORDINATOR)
        moved = Details(due=date(2027, 6, 1), reason="Wet ground")
        record_update(uow, commitment.id, 2, Action.MOVE, moved, COORDINATOR)

    imported(database, plan, line(1, evidence="Two photos"))

    commitment = the_commitment(database, plan)
    assert (commitment.due, commitment.evidence) == (date(2027, 6, 1), "Two photos")
    assert commitment.state is CommitmentState.AGREED


def test_a_new_date_for_what_was_accepted_is_a_slip_with_its_reason(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1))
    with database.unit_of_work() as uow:
        record_update(uow, by_reference(uow, plan.id)["a1"].id, 1, Action.ACCEPT, Details(), COORDINATOR)

    imported(database, plan, line(1, due="1/5/2027"))

    commitment = the_commitment(database, plan)
    assert (commitment.due, commitment.slips) == (date(2027, 5, 1), 1)
    assert commitment.reason == "The sheet workshop.csv says so."


def test_a_new_owner_of_what_was_accepted_is_asked_anew(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1))
    with database.unit_of_work() as uow:
        record_update(uow, by_reference(uow, plan.id)["a1"].id, 1, Action.ACCEPT, Details(), COORDINATOR)
    before = the_commitment(database, plan)

    imported(database, plan, line(1, organisation="Newcomers", contact_email="new@example.org"))

    after = the_commitment(database, plan)
    assert (after.state, before.state) == (CommitmentState.OFFERED, CommitmentState.AGREED)
    assert (after.organisation_id, after.contact_id) != (before.organisation_id, before.contact_id)
    assert after.slips == 0


def test_an_emptied_owner_takes_the_commitment_from_nobody(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1))
    before = the_commitment(database, plan)

    imported(database, plan, line(1, organisation="", contact_email="", contact_name="", milestone=""))

    after = the_commitment(database, plan)
    assert (after.organisation_id, after.contact_id) == (before.organisation_id, before.contact_id)
    assert after.milestone_id is None


def test_what_has_ended_stays_and_its_line_waits(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1))
    with database.unit_of_work() as uow:
        declined = Details(reason="No time")
        record_update(uow, by_reference(uow, plan.id)["a1"].id, 1, Action.DECLINE, declined, COORDINATOR)

    after = imported(database, plan, line(1, commitment="Do it all the same"), line(2))

    assert [each.fate for each in after.lines] == [Fate.ENDED, Fate.DONE]
    assert the_commitment(database, plan).text == "Do the thing number 1"


def test_a_commitment_written_down_by_hand_is_known_by_its_reference(database: Database, plan: Plan) -> None:
    made = make_commitment(database, plan, reference="a1")

    after = imported(database, plan, line(1))

    commitment = the_commitment(database, plan)
    assert (commitment.id, commitment.text, commitment.import_id) == (made.id, "Do the thing number 1", None)
    assert (counted(database), after.of.commitment_count) == (1, 0)


def test_saying_everything_again_says_applied_imports_too(
    database: Database, plan: Plan, said: Said, clock: Clock
) -> None:
    imported(database, plan, line(1))
    previewed(database, plan)
    clock.at = NOON + timedelta(days=1)
    told = said()[-1]

    with database.unit_of_work(read_only=True) as uow:
        again = [each for each in say_again(uow, KINDS) if isinstance(each, ImportApplied)]

    assert again == [told]
