"""What becomes of dates in words from the upload to a newer sheet."""

from datetime import date, timedelta

from services.plans.domain.columns import Column
from services.plans.domain.plans import Plan
from services.plans.domain.rows import check_rows
from services.plans.domain.sheet import Row
from services.plans.use_cases.fates import Fate
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import NOON
from tests.plans.imports.sheets import LINE, a_sheet, line
from tests.plans.imports.steps import imported, previewed, the_commitment
from tests.plans.workshops.making import make_workshop


def test_what_is_due_in_months_is_counted_from_the_workshop(database: Database, plan: Plan) -> None:
    make_workshop(database, plan, held_on=date(2026, 1, 24))

    preview = previewed(database, plan, a_sheet(line(1, due="12 months")))

    (told,) = preview.lines[0].checked.warnings
    assert preview.lines[0].draft.due == date(2027, 1, 24)
    assert told.reason == "This was understood as 24 January 2027."
    assert (told.typed, preview.lines[0].kept.cells["due"]) == ("12 months", "12 months")


def test_without_a_workshop_it_is_counted_from_the_upload(database: Database, plan: Plan) -> None:
    preview = previewed(database, plan, a_sheet(line(1, due="12 months")))

    assert preview.lines[0].draft.due == date(2027, 3, 2)


def test_the_same_words_do_not_begin_to_count_anew(database: Database, plan: Plan, clock: Clock) -> None:
    lines = line(1, due="6 months"), line(2, due="see above")
    imported(database, plan, *lines)
    clock.at = NOON + timedelta(days=60)

    again = previewed(database, plan, a_sheet(*lines))

    assert [each.fate for each in again.lines] == [Fate.SAME, Fate.SAME]
    assert [each.draft.due for each in again.lines] == [date(2026, 9, 2)] * 2


def test_other_words_move_the_date(database: Database, plan: Plan) -> None:
    imported(database, plan, line(1, due="6 months"))

    imported(database, plan, line(1, due="12 months"))

    assert the_commitment(database, plan).due == date(2027, 3, 2)


def test_lines_one_below_the_other_share_the_date_above_them() -> None:
    typed = ["31/03/2027", "(see above)", "ditto", "", "see above"]
    cells = {column: text for column, text in zip(Column, LINE, strict=True) if column is not Column.DUE}
    rows = [
        Row(
            number=number,
            cells={**cells, Column.REFERENCE: f"A{number}"} | ({Column.DUE: due} if due else {}),
        )
        for number, due in enumerate(typed, start=2)
    ]

    checked = check_rows(rows, date(2026, 11, 22))

    assert [each.draft and each.draft.due for each in checked[:3]] == [date(2027, 3, 31)] * 3
    assert [each.reason for each in checked[4].faults] == ["The line above has no date to take."]
