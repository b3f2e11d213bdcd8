"""A sheet tells which workshop a commitment came from, what its note said and what it builds on."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.db.queries.assets import built_on, origin_of
from services.plans.db.queries.exports import exported
from services.plans.db.queries.history import history_of
from services.plans.domain.assets import OriginAction
from services.plans.domain.columns import TITLES, Column
from services.plans.domain.drafts import read_cell
from services.plans.domain.plans import Plan
from services.plans.domain.traces import Called, cell_of_assets
from services.plans.domain.workshops import Workshop
from services.plans.use_cases.assets import add_assets
from services.plans.use_cases.drafts import drafts_by_import
from services.plans.use_cases.fates import Fate
from services.plans.use_cases.imports import preview_import
from services.plans.use_cases.origins import link_assets, note_origin
from services.plans.use_cases.sheet_files.writing import FORMATS
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR, make_commitment
from tests.plans.imports.sheets import csv_of
from tests.plans.imports.steps import applied, previewed, the_commitment
from tests.plans.workshops.making import make_workshop

HALL = "2026-01-24, Rich pictures, Canary hall"
FIRST = "Write the workshop down first, and that it led to this plan; or leave this empty."
NEAREST_WORKSHOP = f"If it is “{HALL}”, write that. {FIRST}"
NEAREST_ASSET = "If it is “A choir”, write that. Write it down with its workshop first; or leave it out."
NEEDED = {"reference": "A1", "commitment": "Prune the limes", "organisation": "Oak Trust"}


def sheet_with(**cells: str) -> bytes:
    """A sheet of one line that has the needed columns and these."""
    line = NEEDED | cells
    return csv_of([[TITLES[Column(name)] for name in line], [*line.values()]])


@pytest.fixture
def workshop(database: Database, plan: Plan) -> Workshop:
    return make_workshop(database, plan, method="rich_pictures")


@pytest.fixture
def found(database: Database, workshop: Workshop) -> dict[str, UUID]:
    with database.unit_of_work() as uow:
        return {each.text: each.id for each in add_assets(uow, workshop.id, ["Old limes", "A choir"])}


def traces_of(database: Database, commitment_id: UUID) -> tuple[UUID | None, str | None, list[str]]:
    with database.unit_of_work(read_only=True) as uow:
        origin = origin_of(uow, commitment_id)
        assets = [each.text for each in built_on(uow, commitment_id)]
        return (origin.workshop_id, origin.note, assets) if origin else (None, None, assets)


def brought_in(database: Database, plan: Plan, content: bytes) -> UUID:
    applied(database, previewed(database, plan, content))
    return the_commitment(database, plan).id


@pytest.mark.usefixtures("found")
def test_a_new_commitment_gets_its_origin_and_its_assets(
    database: Database, plan: Plan, workshop: Workshop
) -> None:
    cells = {"workshop": HALL.upper(), "note": "walk +\ntrees!", "assets": "a choir\nOld  limes"}

    made = brought_in(database, plan, sheet_with(**cells))

    assert traces_of(database, made) == (workshop.id, "walk +\ntrees!", ["Old limes", "A choir"])


@pytest.mark.usefixtures("found")
def test_a_newer_sheet_changes_what_it_says_anew_and_the_history_tells_it(
    database: Database, plan: Plan, workshop: Workshop
) -> None:
    first = {"workshop": HALL, "note": "trees!", "assets": "Old limes"}
    made = brought_in(database, plan, sheet_with(**first))

    brought_in(database, plan, sheet_with(**first | {"note": "limes!", "assets": "A choir"}))
    brought_in(database, plan, sheet_with(evidence="A photo"))

    assert traces_of(database, made) == (workshop.id, "limes!", ["A choir"])
    with database.unit_of_work(read_only=True) as uow:
        deeds = [each.update.action for each in history_of(uow, made)]
    assert [deeds.count(each) for each in OriginAction] == [2, 2]

    brought_in(database, plan, sheet_with(workshop="", note="", assets=""))

    assert traces_of(database, made) == (None, None, [])


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (
            {"workshop": "2026-01-24, Rich pictures, Canary hal"},
            Column.WORKSHOP,
            f"No workshop that led to this plan is called so. {NEAREST_WORKSHOP}",
        ),
        (
            {"assets": "Old limes\nA chior"},
            Column.ASSETS,
            f"No workshop that led to this plan found “A chior”. {NEAREST_ASSET}",
        ),
        (
            {"note": "trees!"},
            Column.WORKSHOP,
            "There is a note but no workshop. Write on which workshop's wall the note was.",
        ),
    ],
)
def test_what_nobody_knows_is_told_in_its_cell_and_its_line_is_kept_as_a_draft(
    database: Database, plan: Plan, cells: dict[str, str], column: Column, said: str
) -> None:
    preview = previewed(database, plan, sheet_with(**cells))

    (line,) = preview.lines
    (fault,) = line.checked.faults
    assert line.fate is Fate.BAD
    assert (fault.column, f"{fault.reason} {fault.remedy}") == (column, said)

    applied(database, preview)

    with database.unit_of_work(read_only=True) as uow:
        ((_, (draft,)),) = drafts_by_import(uow, plan.id)
    assert draft.kept.cells == NEEDED | cells


@pytest.mark.parametrize("ending", FORMATS)
def test_what_was_noted_by_hand_goes_out_and_comes_back(
    database: Database, plan: Plan, workshop: Workshop, ending: str
) -> None:
    twin = make_workshop(database, plan, method="rich_pictures")
    later = make_workshop(database, plan, method="world_cafe", held_on=date(2026, 2, 1), place="=Mill, (2)")
    with database.unit_of_work() as uow:
        texts = ["=1+1", "Old limes", "Old limes (2)", "a: b; c, d"]
        assets = [each.id for of in (workshop, later) for each in add_assets(uow, of.id, texts)]
    notes = {twin.id: "'=walk +\ntrees!", later.id: "-2", workshop.id: None}
    made = {
        make_commitment(database, plan, reference=f"A{number}").id: (of, note)
        for number, (of, note) in enumerate(notes.items())
    }
    with database.unit_of_work() as uow:
        for number, (commitment_id, (of, note)) in enumerate(made.items()):
            note_origin(uow, commitment_id, of, note, COORDINATOR)
            link_assets(uow, commitment_id, assets[number : number + 4], COORDINATOR)
    before = [traces_of(database, each) for each in made]

    with database.unit_of_work() as uow:
        content = FORMATS[ending][1](
            exported(uow, uow.session.get_one(Plan, plan.id), with_contacts=True, within=True)
        )
        for commitment_id in made:
            note_origin(uow, commitment_id, None, None, COORDINATOR)
            link_assets(uow, commitment_id, [], COORDINATOR)
    with database.unit_of_work() as uow:
        preview = preview_import(uow, plan.id, f"plan.{ending}", content, COORDINATOR)
    applied(database, preview)

    assert [traces_of(database, each) for each in made] == before


def test_nobody_outside_the_community_finds_it_in_a_file(
    database: Database, plan: Plan, workshop: Workshop
) -> None:
    made = make_commitment(database, plan)
    with database.unit_of_work() as uow:
        note_origin(uow, made.id, workshop.id, "trees!", COORDINATOR)
        (each,) = exported(uow, uow.session.get_one(Plan, plan.id), with_contacts=False, within=False)

    assert (each.workshop, each.note, each.assets) == (None, None, ())


@given(st.lists(st.text("Ab (23)ß", min_size=1).filter(str.strip), max_size=9))
def test_whatever_assets_are_called_each_goes_by_words_of_its_own(texts: list[str]) -> None:
    folded = [" ".join(each.split()) for each in texts]
    ids = [UUID(int=number) for number in range(len(folded))]

    called = Called.of(zip(ids, folded, strict=True))
    lines = read_cell(Column.ASSETS, cell_of_assets(called.words.values()))

    assert [called.find(line) for line in lines] == ids


def test_a_note_keeps_its_lines() -> None:
    assert read_cell(Column.NOTE, " walk  + \r\n\r\n trees!") == "walk +\n\ntrees!"
