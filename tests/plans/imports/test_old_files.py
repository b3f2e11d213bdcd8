"""OpenDocument sheets and workbooks of Excel 97, honest ones and those made to harm."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.domain.sheet import SheetRefused
from services.plans.use_cases.sheet_files import apart, read_sheet
from tests.plans.imports.old_files import ods_cell, ods_of, ods_with, xls_of
from tests.plans.imports.sheets import HEADINGS, LINE, csv_of

ROWS = [["Our plan"], HEADINGS, LINE]
XLS = xls_of(ROWS)
LINES = csv_of(ROWS)
WIDE = 'table:number-columns-repeated="999999"'


def refusal(content: bytes, name: str = "plan.ods") -> str:
    """Why the file is refused."""
    with pytest.raises(SheetRefused) as refused:
        read_sheet(name, content)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content"), [("plan.ods", ods_of(ROWS)), ("plan.xls", XLS), ("plan.xlsx", XLS)]
)
def test_it_reads_like_the_same_table_in_csv(name: str, content: bytes) -> None:
    assert read_sheet(name, content).rows == read_sheet("plan.csv", LINES).rows


def test_a_formula_in_an_open_document_is_refused_by_its_cell() -> None:
    headings = "".join(map(ods_cell, HEADINGS))
    empty = '<table:table-cell table:number-columns-repeated="3"/>'
    made = ods_cell("Walk", 'table:formula="of:=A1"')
    rows = "<table:table-row>{}</table:table-row>" * 2
    content = ods_with(f'<table:table table:name="A">{rows.format(headings, empty + made)}</table:table>')

    assert "Formulas fill D2" in refusal(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ods_with("<table:table>", before="<!DOCTYPE a []>"), "text of its own making"),
        (ods_with("<table:table>"), "damaged"),
        (
            ods_with(
                '<table:table table:name="A"><table:table-row table:number-rows-repeated="1000000">'
                f"{ods_cell('x')}</table:table-row></table:table>"
            ),
            "unpacks to far more",
        ),
        (
            ods_with(
                '<table:table table:name="A"><table:table-row>'
                f"{ods_cell('x', WIDE)}</table:table-row></table:table>"
            ),
            "unpacks to far more",
        ),
        (
            ods_with(
                '<table:table table:name="A"><table:table-row table:number-rows-repeated="99999999999">'
                "</table:table-row></table:table>"
            ),
            "damaged",
        ),
        (XLS[:600], "damaged"),
        (xls_of([[*HEADINGS, *[""] * 95], LINE]), "or 100 columns"),
    ],
    ids=["doctype", "unclosed", "rows", "columns", "absurd", "cut", "wide"],
)
def test_a_sheet_made_to_harm_is_refused(content: bytes, message: str) -> None:
    assert message in refusal(content)


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PATIENCE", 0.001)

    assert "far more than a sheet" in refusal(XLS, "plan.xls")


@settings(max_examples=10, deadline=None)
@given(st.integers(512, len(XLS) - 1), st.binary(min_size=1, max_size=60))
def test_no_damage_to_an_old_workbook_does_worse_than_being_refused(place: int, damage: bytes) -> None:
    with contextlib.suppress(SheetRefused):
        assert read_sheet("plan.xls", XLS[:place] + damage + XLS[place + len(damage) :]).rows
