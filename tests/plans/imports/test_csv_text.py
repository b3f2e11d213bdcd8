"""CSV files as they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.sheet import SheetRefused
from services.plans.use_cases.sheet_files.csv_text import grid_of_csv
from services.plans.use_cases.sheet_files.reading import read_sheet
from tests.plans.imports.sheets import HEADINGS, LINE, csv_of

DELIMITERS = st.sampled_from([",", ";", "\t"])
UNICODE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WINDOWS = st.characters(codec="cp1252", exclude_characters="\0")


def tables(letters: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Tables of any text below our headings."""
    return st.lists(st.lists(st.text(letters, max_size=12), min_size=1, max_size=12), max_size=8)


@given(tables(UNICODE), DELIMITERS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_table_reads_back_as_written(table: list[list[str]], delimiter: str, encoding: str) -> None:
    rows = [list(HEADINGS), *table]

    grid = grid_of_csv(csv_of(rows, delimiter=delimiter, encoding=encoding))

    assert grid.rows == rows


@given(tables(WINDOWS), DELIMITERS)
def test_any_windows_table_reads_back_as_written(table: list[list[str]], delimiter: str) -> None:
    rows = [list(HEADINGS), ["naïve façade £5 … “done”"], *table]

    grid = grid_of_csv(csv_of(rows, delimiter=delimiter, encoding="cp1252"))

    assert grid.rows == rows


def test_title_lines_and_a_separator_line_do_not_mislead() -> None:
    content = b"sep=;\r\nPlan, made in January, by us\r\n" + csv_of([HEADINGS, LINE], delimiter=";")

    sheet = read_sheet("plan.csv", content)

    assert (sheet.header_row, sheet.rows[0].number) == (3, 4)


def test_a_quotation_mark_left_open_is_refused_by_its_line() -> None:
    content = csv_of([HEADINGS]) + b'A1,"Walks,,Open\r\nA2,,Plant,Tree group\r\n'

    with pytest.raises(SheetRefused, match="quotation marks near line 3"):
        read_sheet("plan.csv", content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b" \r\n\t", "The file is empty"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (b",,,\r\n,,,", "The file is empty"),
        (csv_of([HEADINGS]) + b"A\x811", "letters cannot be read"),
        (csv_of([HEADINGS, ["A\0"]]), "Cell A2 holds something that is not text"),
        (csv_of([HEADINGS]) + b"\xed\xa0\x80\x81", "letters cannot be read"),
        (csv_of([HEADINGS, ["x" * 140_000]]), "quotation marks|longer"),
        (csv_of([HEADINGS]) + b"x\r\n" * 10_001, "more than 5,000 rows"),
        (b"a" * (5 * 1024 * 1024 + 1), "The file is 6 MB and the most is 5 MB"),
        (b"," * (50 * 1024 * 1024), "The file is 50 MB and the most is 5 MB"),
    ],
)
def test_text_that_is_no_sheet_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(SheetRefused, match=message):
        read_sheet("plan.csv", content)
