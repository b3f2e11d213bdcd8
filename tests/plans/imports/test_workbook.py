"""Excel workbooks, honest ones and those made to harm."""

import contextlib
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.domain.columns import Column
from services.plans.domain.sheet import SheetRefused
from services.plans.use_cases.sheet_files import read_sheet
from tests.plans.imports.sheets import (
    HEADINGS,
    LINE,
    Cells,
    archive_of,
    csv_of,
    parts_of,
    saved,
    workbook_of,
    workbook_with,
)

BOMB = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def refusal(content: bytes, name: str = "plan.xlsx") -> str:
    """Why the file is refused."""
    with pytest.raises(SheetRefused) as refused:
        read_sheet(name, content)
    return str(refused.value)


def test_a_workbook_reads_like_the_same_table_in_csv() -> None:
    rows: Cells = [["Our plan"], [], HEADINGS, LINE]

    assert read_sheet("a.xlsx", workbook_of(rows, names=[""])).rows == read_sheet("a.csv", csv_of(rows)).rows


def test_dates_and_numbers_become_what_a_person_would_type() -> None:
    more = [1.5, True, datetime(2027, 3, 31, 9, 30)]  # noqa: DTZ001  # A cell has no zone.
    typed: Sequence[Any] = [*LINE[:8], date(2027, 3, 31), 12, *LINE[10:], *more]
    rows: Cells = [[*HEADINGS, "Hours", "Agreed", "Seen"], typed]

    row = read_sheet("plan.xlsx", workbook_of(rows)).rows[0]

    assert (row.cells[Column.DUE], row.cells[Column.EVIDENCE]) == ("2027-03-31", "12")
    assert row.others == {"Hours": "1.5", "Agreed": "TRUE", "Seen": "2027-03-31 09:30:00"}


def test_the_sheet_with_the_table_is_found_among_notes() -> None:
    content = workbook_of([["Read me first"]], [HEADINGS, LINE], [[]], names=["Notes", "Actions", "Spare"])

    assert read_sheet("plan.xlsx", content).name == "Actions"


def test_two_sheets_with_tables_are_refused_by_their_names() -> None:
    content = workbook_of([HEADINGS, LINE], [HEADINGS, LINE], names=["North", "South"])

    assert "“North” and “South” both hold a table" in refusal(content)


def test_a_hidden_sheet_is_left_alone() -> None:
    book = openpyxl.Workbook(write_only=True)
    for name, state in (("Now", "visible"), ("Old", "hidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in (HEADINGS, LINE):
            sheet.append(list(row))

    assert len(read_sheet("plan.xlsx", saved(book)).rows) == 1


def test_a_formula_is_refused_by_its_cell() -> None:
    content = workbook_of([HEADINGS, [*LINE[:8], "=TODAY()+30", "x"], [*LINE[:3], '="Walk"']])

    assert "Formulas fill I2, D3, and" in refusal(content) or "Formulas fill D3, I2, and" in refusal(content)


def test_a_formula_in_a_sheet_elsewhere_does_not_matter() -> None:
    content = workbook_of([["=1+1"]], [HEADINGS, LINE], names=["Sums", "Actions"])

    assert len(read_sheet("plan.xlsx", content).rows) == 1


def test_an_error_in_a_cell_is_refused_like_the_formula_it_came_from() -> None:
    cells = "".join(f'<c t="str"><v>{title}</v></c>' for title in HEADINGS)
    content = workbook_with(f'<row>{cells}</row><row r="2"><c r="D2" t="e"><v>#REF!</v></c></row>')

    assert "Formulas fill D2" in refusal(content)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("plan.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "The file is a picture (PNG)"),
        ("plan.csv", b"\xff\xd8\xff\xe0" + bytes(100), "The file is a picture (JPEG)"),
        ("plan.xlsx", b"%PDF-1.7", "The file is a PDF"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "The workbook is damaged"),
        ("plan.xlsx", csv_of([HEADINGS, LINE]), "not an Excel workbook, though its name says so"),
        ("plan.xlsx", archive_of({"word/document.xml": b"<a/>"}), "not an Excel workbook"),
        ("plan.xlsx", workbook_of([HEADINGS, LINE])[:-40], "damaged"),
        ("plan.xlsx", b"PK\x03\x04" + bytes(5 * 1024 * 1024), "The file is 6 MB"),
        ("plan.xlsx", workbook_of([[]]), "The file is empty"),
    ],
)
def test_a_file_of_another_kind_is_refused(name: str, content: bytes, message: str) -> None:
    assert message in refusal(content, name)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (archive_of({"xl/media/a.bin": bytes(51 * 1024 * 1024)}), "unpacks to far more"),
        (archive_of({"xl/workbook.xml": b"<a>" + b" " * 20_000_000}), "unpacks to far more"),
        (archive_of({f"xl/part{index}.xml": b"<a/>" for index in range(201)}), "unpacks to far more"),
        (archive_of({"../../etc/x.xml": b"<a/>"}), "damaged"),
        (archive_of({"/xl/workbook.xml": b"<a/>"}), "damaged"),
        (archive_of({"xl/a.xml": b"<a/>", "XL/A.xml": b"<a/>"}), "damaged"),
        (archive_of({"xl/a.xml": b"<a/>"}, zipfile.ZIP_LZMA), "damaged"),
        (workbook_with("", before=BOMB), "text of its own making"),
        (workbook_with("", sharedStrings=BOMB + "<sst>&c;</sst>"), "text of its own making"),
        (workbook_with("", before="<?xml version='1.0' encoding='utf-16'?>"), "No row of|empty"),
        (workbook_with("<row><c></row>"), "damaged"),
        (workbook_with('<row r="1"><c r="1A"><v>1</v></c></row>'), "damaged"),
        (workbook_with('<row r="1"><c t="s"><v>9</v></c></row>'), "damaged"),
        (workbook_with('<c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c>'), "beyond 5,000 rows"),
        (workbook_with('<row r="1048576"><c><v>1</v></c></row>'), "beyond 5,000 rows"),
        (workbook_with('<c r="A1"><v>1</v></c><c r="CW1"><is><t>x</t></is></c>'), "or 100 columns"),
        (workbook_with("<row/>" * 1_100_000), "unpacks to far more"),
    ],
    ids=range(17),
)
def test_a_workbook_made_to_harm_is_refused(content: bytes, message: str) -> None:
    assert any(each in refusal(content) for each in message.split("|"))


def test_one_long_text_used_everywhere_is_refused() -> None:
    cells = '<row><c t="s"><v>0</v></c></row>' * 1000
    content = workbook_with(cells, sharedStrings=f"<sst><si><t>{'long ' * 10_000}</t></si></sst>")

    assert "unpacks to far more" in refusal(content)


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    honest = archive_of({"xl/workbook.xml": b"<a>" + b"x" * 900_000}, zipfile.ZIP_STORED)
    lying = honest.replace((900_003).to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert "damaged" in refusal(lying)


def test_an_encrypted_archive_is_refused_for_its_password() -> None:
    content = bytearray(archive_of({"xl/workbook.xml": b"<a/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert "protected by a password" in refusal(bytes(content))


def test_pictures_and_macros_never_reach_the_reader() -> None:
    parts = parts_of(workbook_of([HEADINGS, LINE]))

    content = archive_of(parts | {"xl/vbaProject.bin": b"\xd0\xcf", "xl/media/a.svg": b"<svg"})

    assert len(read_sheet("plan.xlsm", content).rows) == 1


@settings(deadline=None)  # Some of these are read in a process apart.
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", ""]))
def test_no_bytes_do_worse_than_being_refused(content: bytes, name: str) -> None:
    for beginning in (b"", b"PK\x03\x04", csv_of([HEADINGS])):
        with contextlib.suppress(SheetRefused):
            assert read_sheet(name, beginning + content).rows


def damaged(whole: bytes, data: st.DataObject) -> bytes:
    """The same with a few bytes changed."""
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    return bytes(content)


WORKBOOK = workbook_of([HEADINGS, LINE])


@settings(max_examples=200)
@given(st.data())
def test_no_damage_to_a_workbook_does_worse_than_being_refused(data: st.DataObject) -> None:
    with contextlib.suppress(SheetRefused):
        assert read_sheet("plan.xlsx", damaged(WORKBOOK, data)).rows


@settings(max_examples=200)
@given(st.data())
def test_no_damage_within_a_workbook_does_worse_either(data: st.DataObject) -> None:
    parts = parts_of(WORKBOOK)
    name = data.draw(st.sampled_from(sorted(parts)))

    with contextlib.suppress(SheetRefused):
        assert read_sheet("plan.xlsx", archive_of(parts | {name: damaged(parts[name], data)})).rows
