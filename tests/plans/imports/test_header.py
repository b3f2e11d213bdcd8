"""Finding the headings in a sheet."""

import pytest

from services.plans.domain.columns import TITLES, Column
from services.plans.domain.header import MOST_COLUMNS, MOST_ROWS, sheet_of
from services.plans.domain.sheet import Grid, SheetRefused, column_letters
from tests.plans.imports.sheets import HEADINGS, LINE, Cells


def test_our_own_headings_name_every_column() -> None:
    sheet = sheet_of(Grid(rows=[HEADINGS, LINE]))

    assert sheet.columns == tuple(Column)
    assert sheet.rows[0].cells == dict(zip(Column, LINE, strict=True))


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("REF.", Column.REFERENCE),
        ("Ref no:", Column.REFERENCE),
        ("Action", Column.COMMITMENT),
        ("Lead organization", Column.ORGANISATION),
        ("E-Mail ", Column.CONTACT_EMAIL),
        ("contact  e-mail", Column.CONTACT_EMAIL),
        ("Partners", Column.SUPPORTING),
        ("By when?", Column.DUE),
        ("Due date (dd/mm/yyyy)", Column.DUE),
        ("What will count as done", Column.EVIDENCE),
    ],
)
def test_headings_are_matched_loosely(heading: str, column: Column) -> None:
    others = [title for each, title in TITLES.items() if each is not column]

    sheet = sheet_of(Grid(rows=[[heading, *others], ["x"] * 10]))

    assert sheet.rows[0].cells[column] == "x"


def test_lead_means_the_organisation_unless_another_column_does() -> None:
    alone = sheet_of(Grid(rows=[["Ref", "Action", "Lead"], ["1", "Walk", "Walkers"]]))
    beside = sheet_of(Grid(rows=[["Ref", "Action", "Lead", "Organisation"], ["1", "Walk", "Sam", "Walkers"]]))

    assert alone.rows[0].cells[Column.ORGANISATION] == "Walkers"
    assert beside.rows[0].cells[Column.CONTACT_NAME] == "Sam"


def test_title_lines_and_blank_rows_are_passed_over() -> None:
    rows = [
        ["Riverside action plan"],
        [],
        ["Notes of the", "January workshop"],
        HEADINGS,
        [],
        LINE,
        [""],
        LINE,
    ]

    sheet = sheet_of(Grid(rows=rows))

    assert (sheet.header_row, [row.number for row in sheet.rows]) == (4, [6, 8])


def test_columns_that_we_do_not_read_are_kept_all_the_same() -> None:
    rows = [
        [*HEADINGS, "Status", "Status", ""],
        [*LINE, "Open", "Amber", "see map"],
        ["", "", "", "", "", "stray"],
    ]

    sheet = sheet_of(Grid(rows=rows))

    assert sheet.others == ("Status", "Status (Column U)")
    assert sheet.rows[0].others == {"Status": "Open", "Status (Column U)": "Amber", "Column V": "see map"}
    assert sheet.rows[1].cells == {Column.CONTACT_NAME: "stray"}


@pytest.mark.parametrize(
    ("headings", "reasons"),
    [
        (["Ref", "Action", "When"], ["No column was taken for “Owner organisation”"]),
        (["Lead", "E-mail", "When"], ["No column was taken for “Reference”", "No column was taken for “Com"]),
        (["Ref", "Action", "Task", "Lead"], ["Columns B and C are both taken for “Commitment”"]),
        (["Kennung", "Was", "Wer"], ["“Reference”", "“Commitment”", "“Owner organisation”"]),
    ],
)
def test_headings_that_are_not_understood_are_left_to_a_person(
    headings: list[str], reasons: list[str]
) -> None:
    line = LINE[: len(headings)]

    sheet = sheet_of(Grid(rows=[["Plan 2027"], headings, line]))

    faults = sheet.matching.faults()
    assert [reason in fault.reason for fault, reason in zip(faults, reasons, strict=True)] == [True] * len(
        reasons
    )
    assert sheet.header_row == 2
    spread = sheet.matching.spread(sheet.rows[0].cells, sheet.rows[0].others)
    assert sorted(spread.values()) == sorted(line)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([HEADINGS, LINE, HEADINGS, LINE], "Rows 1 and 3 both look like headings"),
        ([["", "", "Who", "When"], ["Ref", "Action", "Organisation", "Due"], LINE], "Rows 1 and 2 both look"),
        ([["Tea"], ["milk"]], "No row of column headings was found"),
        ([HEADINGS, [""]], "Nothing is written below the headings in row 1"),
        ([["a"] * (MOST_COLUMNS + 1)] * 2, "more than 100 columns"),
        ([HEADINGS, *[LINE] * (MOST_ROWS + 1)], "more than 5,000 rows"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_what_to_change(rows: Cells, message: str) -> None:
    with pytest.raises(SheetRefused, match=message):
        sheet_of(Grid(rows=rows))


def test_a_formula_is_refused_by_its_cell_only_where_we_read() -> None:
    rows = [["Printed on", "=TODAY()"], [*HEADINGS, "Score"], [*LINE, "=1+1"]]

    harmless = Grid(rows=rows, formulas=frozenset({(0, 1), (2, 19)}))
    harmful = Grid(rows=rows, formulas=frozenset({(2, 8), (2, 19)}))

    assert sheet_of(harmless).rows[0].others == {"Score": "=1+1"}
    with pytest.raises(SheetRefused, match="Formulas fill I3, and"):
        sheet_of(harmful)


def test_a_long_list_of_formulas_is_cut() -> None:
    grid = Grid(rows=[HEADINGS, LINE], formulas=frozenset((row, 0) for row in range(1, 14)))

    with pytest.raises(SheetRefused, match="A11 and 3 more"):
        sheet_of(grid)


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_spreadsheet_programs_do(column: int, letters: str) -> None:
    assert column_letters(column) == letters
