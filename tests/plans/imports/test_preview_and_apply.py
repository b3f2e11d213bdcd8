"""From a sheet of forty lines, four of them bad, to a plan."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from services.plans.db.tables import import_rows, imports
from services.plans.domain.columns import Column
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.sheet import SheetRefused
from services.plans.use_cases.fates import Fate
from services.plans.use_cases.imports import correct_row
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.previews import Preview, find_preview
from shared.contracts import (
    CommitmentChanged,
    ContactNamed,
    Contract,
    ImportApplied,
    OrganisationNamed,
    PlanChanged,
)
from shared.db.unit_of_work import Database
from tests.plans.factories import NOON, make_plan
from tests.plans.imports.sheets import HEADINGS, csv_of, line
from tests.plans.imports.steps import applied, counted, previewed

Said = Callable[[], list[Contract]]


def test_a_preview_names_each_bad_row_cell_and_reason_and_makes_nothing(
    database: Database, plan: Plan, said: Said
) -> None:
    preview = previewed(database, plan)

    faults = [(fault.row, fault.column, fault.typed) for bad in preview.bad for fault in bad.checked.faults]
    assert faults == [
        (6, Column.DUE, "31/02/2026"),
        (13, Column.CONTACT_EMAIL, "person2 at example.org"),
        (21, Column.REFERENCE, ""),
        (34, Column.REFERENCE, "A1"),
    ]
    assert (len(preview.ready), counted(database)) == (36, 0)
    assert [type(each) for each in said()] == [PlanChanged]


def test_a_preview_loses_nothing_of_what_was_typed(database: Database, plan: Plan) -> None:
    odd = {"due": " someday ", "commitment": "Öffnet\n„alles“", "steps": " Ask "}
    odd |= {
        "priority": " top ",
        "place": " here ",
        "coordinates": " there ",
        "four_co": " all ",
        "parts": " some ",
        "workshop": " once ",
        "note": " this ",
        "assets": " that ",
    }
    typed = [
        [*line(1, **odd), "Amber", "x"],
        ["", "", "stray"],
    ]
    preview = previewed(database, plan, csv_of([[*HEADINGS, "RAG"], *typed]))

    with database.unit_of_work(read_only=True) as uow:
        kept = [each.kept for each in find_preview(uow, plan.id, preview.id).lines]

    assert list(kept[0].cells.values()) == typed[0][:19]
    assert (kept[0].others, kept[1].cells) == ({"RAG": "Amber", "Column U": "x"}, {"milestone": "stray"})
    assert (kept[1].number, preview.of.unread) == (3, ("RAG",))


def test_the_good_lines_become_commitments_with_all_that_they_name(
    database: Database, plan: Plan, said: Said
) -> None:
    after = applied(database, previewed(database, plan))

    events = said()
    changed = [each for each in events if isinstance(each, CommitmentChanged)]
    assert {each.import_id for each in changed} == {after.id}
    assert (counted(database), len(changed), len(after.bad)) == (36, 36, 4)
    assert len([each for each in events if isinstance(each, OrganisationNamed)]) == 5
    assert len([each for each in events if isinstance(each, ContactNamed)]) == 5
    first = changed[0]
    assert (first.reference, first.milestone, first.due) == ("A1", "Step 1", date(2027, 3, 31))
    assert None not in {first.contact_id, first.organisation_id}
    assert len(first.supporting) == 1


def test_an_applied_import_is_told_once_with_its_count(database: Database, plan: Plan, said: Said) -> None:
    after = applied(database, previewed(database, plan))

    assert said()[-1] == ImportApplied(
        id=after.id,
        version=1,
        community_id=plan.community_id,
        plan_id=plan.id,
        commitment_count=36,
        applied_at=NOON,
    )


def test_applying_twice_changes_nothing_and_says_nothing(database: Database, plan: Plan, said: Said) -> None:
    once = applied(database, previewed(database, plan))
    count = len(said())

    twice = applied(database, once)

    assert (counted(database), len(said()), twice.of.version) == (36, count, 1)


def test_uploading_the_same_sheet_again_changes_no_commitment(
    database: Database, plan: Plan, said: Said
) -> None:
    applied(database, previewed(database, plan))
    count = len(said())

    again = previewed(database, plan)
    after = applied(database, again)

    assert {each.fate for each in again.lines} == {Fate.SAME, Fate.BAD}
    assert (counted(database), after.of.commitment_count) == (36, 0)
    assert [type(each) for each in said()[count:]] == [ImportApplied]


def test_a_line_is_mended_and_imported_later_under_the_same_import(
    database: Database, plan: Plan, said: Said
) -> None:
    preview = applied(database, previewed(database, plan))
    with database.unit_of_work() as uow:
        still = correct_row(uow, preview.id, 6, {Column.DUE: "31/06/2026"})
        mended = correct_row(uow, preview.id, 6, {Column.DUE: "28/02/2026"})

    after = applied(database, preview)

    kept = next(each.kept for each in after.lines if each.kept.number == 6)
    assert (len(still.ready), len(mended.ready), len(after.bad)) == (0, 1, 3)
    assert (kept.cells["due"], (kept.typed or {})["due"]) == ("28/02/2026", "31/02/2026")
    told = said()[-1]
    assert isinstance(told, ImportApplied)
    assert (told.version, told.commitment_count) == (2, 37)


def test_an_imported_line_can_no_longer_be_mended(database: Database, plan: Plan) -> None:
    preview = applied(database, previewed(database, plan))

    with pytest.raises(Refused, match="imported already"), database.unit_of_work() as uow:
        correct_row(uow, preview.id, 2, {Column.DUE: "1/1/2027"})


@pytest.mark.parametrize("text", ["null\0", "half \ud800", "x" * 10_001])
def test_what_no_database_keeps_is_not_typed_into_a_line(database: Database, plan: Plan, text: str) -> None:
    preview = previewed(database, plan)

    with pytest.raises(Refused), database.unit_of_work() as uow:
        correct_row(uow, preview.id, 6, {Column.EVIDENCE: text})


def test_a_refused_file_leaves_nothing_behind(database: Database, plan: Plan) -> None:
    with pytest.raises(SheetRefused):
        previewed(database, plan, b"\x89PNG\r\n\x1a\n")

    with database.unit_of_work(read_only=True) as uow:
        assert [
            uow.session.scalar(select(func.count()).select_from(each)) for each in (imports, import_rows)
        ] == [
            0,
            0,
        ]


def test_an_import_of_another_plan_is_not_found(database: Database, plan: Plan) -> None:
    preview, other = previewed(database, plan), make_plan(database)

    with pytest.raises(NotFound), database.unit_of_work(read_only=True) as uow:
        find_preview(uow, other.id, preview.id)


def test_of_two_who_apply_at_once_both_end_with_one_plan(database: Database, plan: Plan, said: Said) -> None:
    preview = previewed(database, plan)
    together, seen = threading.Barrier(2), []

    def apply() -> None:
        together.wait()
        seen.append(applied(database, preview).of.version)

    threads = [threading.Thread(target=apply) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (counted(database), seen) == (36, [1, 1])
    assert len([each for each in said() if isinstance(each, ImportApplied)]) == 1


def test_two_uploads_of_one_sheet_applied_at_once_make_no_double(database: Database, plan: Plan) -> None:
    previews = [previewed(database, plan), previewed(database, plan)]
    together, seen = threading.Barrier(2), []

    def apply(preview: Preview) -> None:
        together.wait()
        seen.append(applied(database, preview).of.commitment_count)

    threads = [threading.Thread(target=apply, args=(each,)) for each in previews]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (counted(database), sorted(seen)) == (36, [0, 36])
