"""A sheet that lacks a column leaves what stands there as it is."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.plans.db.tables import organisations
from services.plans.domain.columns import TITLES, Column
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.places import Place, Point
from services.plans.domain.plans import DEFAULT_HEADINGS, Plan
from services.plans.domain.steps import Step
from services.plans.domain.transitions import Action
from services.plans.use_cases.fates import Fate
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.naming import name_organisation
from services.plans.use_cases.previews import Preview
from services.plans.use_cases.updates import record_update
from services.plans.web.rows import good_rows
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_contact
from tests.plans.imports.sheets import csv_of
from tests.plans.imports.steps import applied, previewed, the_commitment

NEEDED = {"reference": "A1", "commitment": "Open both gates", "organisation": "Oak Trust"}
POINT = Point(latitude=52.48, longitude=-1.77)


def sheet_with(**cells: str) -> bytes:
    """A sheet of one line that has the needed columns and these."""
    line = NEEDED | cells
    return csv_of([[TITLES[Column(name)] for name in line], [*line.values()]])


@pytest.fixture
def by_hand(database: Database, plan: Plan) -> Commitment:
    owner, contact = make_contact(database, "Oak Trust", "sam@example.org")
    with database.unit_of_work() as uow:
        helper = name_organisation(uow, COMMUNITY, "Tree Friends")
        milestone = add_milestone(uow, plan.id, "All walk safely").id
    facts: dict[str, Any] = {
        "heading": DEFAULT_HEADINGS[2],
        "milestone_id": milestone,
        "organisation_id": owner,
        "contact_id": contact,
        "supporting": (helper,),
        "parts": {helper: "lends gloves"},
        "due": date(2027, 3, 31),
        "evidence": "A photo",
        "steps": (Step(id=uuid4(), text="Ask for keys"),),
        "priority": Priority.HIGH,
        "place": Place(name="North gate", point=POINT),
        "four_co": FourCo.DELIVERY,
    }
    return make_commitment(database, plan, reference="A1", **facts)


FIELDS = (
    "heading", "milestone_id", "organisation_id", "contact_id", "supporting", "parts", "due", "evidence",
    "steps", "priority", "place", "four_co",
)  # fmt: skip


def facts_of(commitment: Commitment) -> dict[str, Any]:
    return {name: getattr(commitment, name) for name in FIELDS}


def brought_in(database: Database, plan: Plan, content: bytes) -> Preview:
    before = previewed(database, plan, content)
    applied(database, before)
    return before


def test_a_first_sheet_leaves_what_was_written_by_hand_where_it_has_no_column(
    database: Database, plan: Plan, by_hand: Commitment
) -> None:
    brought_in(database, plan, sheet_with())

    after = the_commitment(database, plan)
    assert after.text == "Open both gates"
    assert facts_of(after) == facts_of(by_hand)


def test_a_newer_sheet_leaves_what_an_older_one_said_where_it_has_no_column(
    database: Database, plan: Plan
) -> None:
    cells = {
        "heading": "Paths", "milestone": "All walk safely", "contact_email": "sam@example.org",
        "supporting": "Tree Friends", "parts": "Tree Friends: lends gloves", "due": "31/3/2027",
        "evidence": "A photo", "steps": "Ask for keys", "priority": "High", "place": "North gate",
        "coordinates": "52.48, -1.77", "four_co": "Co-delivery",
    }  # fmt: skip
    brought_in(database, plan, sheet_with(**cells))
    before = the_commitment(database, plan)

    brought_in(database, plan, sheet_with(commitment="Open all gates"))

    after = the_commitment(database, plan)
    assert (after.text, None in facts_of(before).values()) == ("Open all gates", False)
    assert facts_of(after) == facts_of(before)


@pytest.mark.usefixtures("by_hand")
def test_a_column_that_is_there_and_empty_says_that_there_is_nothing(database: Database, plan: Plan) -> None:
    brought_in(database, plan, sheet_with(priority="", due=""))

    after = the_commitment(database, plan)
    assert (after.priority, after.due, after.evidence) == (None, None, "A photo")


@pytest.mark.usefixtures("by_hand")
def test_half_of_a_place_leaves_its_other_half(database: Database, plan: Plan) -> None:
    brought_in(database, plan, sheet_with(place="South gate"))

    assert the_commitment(database, plan).place == Place(name="South gate", point=POINT)


@pytest.mark.usefixtures("by_hand")
def test_what_cannot_be_read_and_is_left_out_takes_nothing_away(database: Database, plan: Plan) -> None:
    brought_in(database, plan, sheet_with(priority="P1", coordinates="SP 123 456"))

    after = the_commitment(database, plan)
    assert (after.priority, after.place) == (Priority.HIGH, Place(name="North gate", point=POINT))


def test_parts_without_a_column_of_supporters_take_nothing_away(
    database: Database, plan: Plan, by_hand: Commitment
) -> None:
    brought_in(database, plan, sheet_with(parts="Tree Friends: bring spades"))

    assert the_commitment(database, plan).parts == by_hand.parts


def test_several_owners_in_a_cell_help_beside_those_who_do_already(
    database: Database, plan: Plan, by_hand: Commitment
) -> None:
    brought_in(database, plan, sheet_with(organisation="Oak Trust; Elm Club"))

    after = the_commitment(database, plan)
    assert after.supporting == (*by_hand.supporting, named(database, "Elm Club"))
    assert after.parts == by_hand.parts


def named(database: Database, name: str) -> UUID:
    with database.unit_of_work(read_only=True) as uow:
        found: UUID = uow.session.scalars(
            select(organisations.c.id).where(organisations.c.name == name)
        ).one()
        return found


@pytest.mark.usefixtures("by_hand")
def test_a_new_owner_is_not_answered_for_by_the_old_ones_contact(database: Database, plan: Plan) -> None:
    brought_in(database, plan, sheet_with(organisation="Elm Club"))

    assert the_commitment(database, plan).contact_id is None


@pytest.mark.usefixtures("by_hand")
def test_no_heading_is_made_for_what_stays_under_its_own(database: Database, plan: Plan) -> None:
    brought_in(database, plan, sheet_with())

    with database.unit_of_work(read_only=True) as uow:
        assert uow.session.get_one(Plan, plan.id).headings == DEFAULT_HEADINGS


@pytest.mark.usefixtures("by_hand")
def test_the_preview_shows_what_will_be(database: Database, plan: Plan) -> None:
    preview = previewed(database, plan, sheet_with())

    (row,) = good_rows(preview)
    assert (row.due, row.contact_name, row.warnings) == (date(2027, 3, 31), "Sam Reed", [])
    (line,) = preview.lines
    assert (line.fate, line.differs) == (Fate.CHANGES, frozenset({"text", "organisation"}))


@pytest.mark.usefixtures("by_hand")
def test_the_preview_warns_that_a_new_owner_has_no_address(database: Database, plan: Plan) -> None:
    (row,) = good_rows(previewed(database, plan, sheet_with(organisation="Elm Club")))

    assert (row.contact_name, row.warnings) == (
        "",
        ["There is no address. Nobody can be reminded without one."],
    )


def test_a_sheet_of_few_columns_changes_nothing_when_it_comes_again(database: Database, plan: Plan) -> None:
    brought_in(database, plan, sheet_with(due="31/3/2027", priority="High"))

    (line,) = brought_in(database, plan, sheet_with()).lines

    assert line.fate is Fate.SAME


def test_a_full_sheet_after_one_of_few_columns_does_not_undo_what_the_owner_said(
    database: Database, plan: Plan
) -> None:
    full = sheet_with(due="31/3/2027", evidence="A photo")
    brought_in(database, plan, full)
    commitment = the_commitment(database, plan)
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.ACCEPT, Details(), COORDINATOR)
        moved = Details(due=date(2027, 6, 1), reason="Wet ground")
        record_update(uow, commitment.id, 2, Action.MOVE, moved, COORDINATOR)
    brought_in(database, plan, sheet_with(commitment="Open all gates"))

    brought_in(database, plan, full)

    after = the_commitment(database, plan)
    assert (after.due, after.slips, after.text) == (date(2027, 6, 1), 1, "Open both gates")
