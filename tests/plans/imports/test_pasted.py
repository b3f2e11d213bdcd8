"""Cells as spreadsheet programs put them on the clipboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.sheet import SheetRefused
from services.plans.use_cases.sheet_files import read_pasted
from services.plans.use_cases.sheet_files.pasted import grid_of_pasted

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t\0\r"), max_size=12)


def copied(cell: str) -> str:
    """The cell as it is copied: in quotes if it holds a line break, or begins like one that is."""
    quoted = '"' + cell.replace('"', '""') + '"'
    return quoted if "\n" in cell or cell.startswith('"') else cell


@given(st.lists(st.lists(CELLS, min_size=2, max_size=6), min_size=1, max_size=6))
def test_any_table_is_pasted_as_it_was_copied(table: list[list[str]]) -> None:
    text = "".join("\t".join(map(copied, [*row, "end"])) + "\r\n" for row in table)

    assert grid_of_pasted(text).rows == [*([*row, "end"] for row in table)]


def test_a_quotation_mark_that_wraps_no_cell_is_text() -> None:
    text = '"Shade" for all\t"\nA3\t"\tz'

    assert grid_of_pasted(text).rows == [['"Shade" for all', '"'], ["A3", '"', "z"]]


@given(st.text())
def test_no_text_brings_the_reader_down(text: str) -> None:
    assert grid_of_pasted(text).rows


def test_far_too_many_rows_are_refused() -> None:
    with pytest.raises(SheetRefused, match="more than 5,000 rows"):
        read_pasted(b'"x\n' * 1_000_000)
