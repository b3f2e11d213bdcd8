"""The steps of a commitment: a short checklist, each change of which stands in the history."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.db.queries.history import history_of
from services.plans.domain.cells import CellRefused
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.steps import (
    LONGEST_STEP,
    MOST_STEPS,
    SheetStep,
    Step,
    cell_of,
    count_words,
    read_steps,
    steps_of,
)
from services.plans.domain.transitions import Action
from services.plans.use_cases.announcements import commitment_changed
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.steps import add_steps, remove_step, reword_step, tick_step
from services.plans.use_cases.updates import record_update
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR, NOON, make_commitment, make_plan
from tests.plans.imports.sheets import a_sheet, line
from tests.plans.imports.steps import applied, previewed

WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
CHECKLIST = st.lists(st.builds(SheetStep, text=WORDS, done=st.booleans()), max_size=MOST_STEPS)


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan)


def kept(database: Database, commitment: Commitment) -> Commitment:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.get_one(Commitment, commitment.id)


def added(database: Database, commitment: Commitment, *texts: str) -> list[Step]:
    with database.unit_of_work() as uow:
        return add_steps(uow, commitment.id, texts, COORDINATOR)


@given(CHECKLIST)
def test_a_checklist_in_a_cell_is_read_back_as_it_was(sheet: list[SheetStep]) -> None:
    steps = steps_of(sheet, (), NOON)

    assert read_steps(cell_of(steps), LONGEST_STEP) == tuple(sheet)


@given(CHECKLIST, CHECKLIST)
def test_a_newer_sheet_keeps_the_steps_that_it_says_again(old: list[SheetStep], new: list[SheetStep]) -> None:
    before = steps_of(old, (), NOON)

    after = steps_of(new, before, NOON)

    assert [(step.text, step.done) for step in after] == [(step.text, step.done) for step in new]
    assert steps_of(old, before, NOON) == before
    assert len({step.id for step in after}) == len(after)


def test_people_write_steps_in_one_cell_as_they_like() -> None:
    said = {
        "Print maps; ask the school": [("Print maps", False), ("ask the school", False)],
        "Print maps\nAsk; then wait": [("Print maps", False), ("Ask; then wait", False)],
        "[X] Print; fold": [("Print; fold", True)],
    }

    read = {cell: [(step.text, step.done) for step in read_steps(cell, LONGEST_STEP)] for cell in said}

    assert read == said
    for wrong in ("[ ]", "x" * (LONGEST_STEP + 1), ";".join("abcdefghijklmnopqrstuvwxyz")):
        with pytest.raises(CellRefused):
            read_steps(wrong, LONGEST_STEP)


def test_steps_are_added_reworded_ticked_and_removed_and_the_history_tells(
    database: Database, commitment: Commitment
) -> None:
    maps, walk = added(database, commitment, "Print the maps", "Walk the way")
    with database.unit_of_work() as uow:
        reword_step(uow, commitment.id, walk.id, "Walk it twice", COORDINATOR)
        ticked = tick_step(uow, commitment.id, maps.id, done=True, actor=COORDINATOR)
        tick_step(uow, commitment.id, maps.id, done=True, actor=COORDINATOR)
        remove_step(uow, commitment.id, walk.id, COORDINATOR)
        remove_step(uow, commitment.id, walk.id, COORDINATOR)
        history = [said.update for said in history_of(uow, commitment.id)]

    assert kept(database, commitment).steps == (ticked,)
    assert (ticked.text, ticked.done_by, ticked.done) == ("Print the maps", COORDINATOR.person_id, True)
    assert [(each.action, each.after.get("step"), each.after.get("steps")) for each in history[1:]] == [
        ("add_step", "Print the maps", "0 of 1 done"),
        ("add_step", "Walk the way", "0 of 2 done"),
        ("reword_step", "Walk it twice", None),
        ("tick_step", "Print the maps, done", "1 of 2 done"),
        ("remove_step", None, "1 of 1 done"),
    ]


def test_others_are_told_how_many_steps_there_are(database: Database, commitment: Commitment) -> None:
    maps, _ = added(database, commitment, "Print the maps", "Walk the way")
    with database.unit_of_work() as uow:
        tick_step(uow, commitment.id, maps.id, done=True, actor=COORDINATOR)

    last = commitment_changed(kept(database, commitment), None)

    assert (last.steps, last.steps_done) == (2, 1)


def test_a_checklist_stays_short(database: Database, commitment: Commitment) -> None:
    added(database, commitment, *(f"Step {number}" for number in range(MOST_STEPS)))

    with pytest.raises(Refused, match="20 steps at most"):
        added(database, commitment, "One more")

    assert len(kept(database, commitment).steps) == MOST_STEPS


def test_what_has_ended_or_is_closed_keeps_its_steps(
    database: Database, plan: Plan, commitment: Commitment
) -> None:
    (step,) = added(database, commitment, "Print the maps")
    other = make_commitment(database, plan)
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 2, Action.DECLINE, Details(reason="No money"), COORDINATOR)

    with pytest.raises(Refused, match="has ended"), database.unit_of_work() as uow:
        tick_step(uow, commitment.id, step.id, done=True, actor=COORDINATOR)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, 1, "It is over.", {}, COORDINATOR)
    with pytest.raises(Refused, match="closed"):
        added(database, other, "Too late")


def test_a_step_that_is_not_there_is_not_found(database: Database, commitment: Commitment) -> None:
    with pytest.raises(NotFound), database.unit_of_work() as uow:
        tick_step(uow, commitment.id, uuid4(), done=True, actor=COORDINATOR)


def test_what_is_carried_over_takes_its_steps_along(
    database: Database, plan: Plan, commitment: Commitment
) -> None:
    steps = added(database, commitment, "Print the maps")
    target = make_plan(database, name="Next year")

    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, 1, "The year is over.", {commitment.id: target.id}, COORDINATOR)
        (twin,) = uow.session.query(Commitment).filter_by(plan_id=target.id)

    assert list(twin.steps) == steps


def test_a_sheet_brings_steps_and_a_newer_one_changes_them(database: Database, plan: Plan) -> None:
    applied(database, previewed(database, plan, a_sheet(line(1, steps="[x] Print maps\n[ ] Walk"))))
    before = only_of(database, plan).steps

    applied(database, previewed(database, plan, a_sheet(line(1, steps="[x] Print maps\n[x] Walk\n[ ] Rest"))))

    after = only_of(database, plan).steps
    assert count_words(before) == "1 of 2 done"
    assert [(step.text, step.done) for step in after] == [
        ("Print maps", True),
        ("Walk", True),
        ("Rest", False),
    ]
    assert [step.id for step in after[:2]] == [step.id for step in before]


def only_of(database: Database, plan: Plan) -> Commitment:
    with database.unit_of_work(read_only=True) as uow:
        (found,) = uow.session.query(Commitment).filter_by(plan_id=plan.id)
        return found
