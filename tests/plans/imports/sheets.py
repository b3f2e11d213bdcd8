"""Sheets as people and attackers make them."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from services.plans.domain.columns import TITLES, Column
from services.plans.domain.plans import DEFAULT_HEADINGS

HEADINGS = tuple(TITLES.values())
LINE = (
    "A1", "The range of activities", "Everyone feels safe by the river", "Walk the path every week",
    "Riverside Walkers", "Sam Field", "sam@example.org",
    "Tree group; Council parks", "31/03/2027", "A walk diary", "Print the maps",
    "High", "Mill Lane gate", "52.481, -1.772", "Co-delivery",
    "Tree group: Lends gloves", "2026-01-24, Rich pictures, Canary hall", "walk + trees!", "Old limes",
)  # fmt: skip

Cells = Sequence[Sequence[Any]]


def csv_of(rows: Cells, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV file of these rows."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook_of(*sheets: Cells, names: Sequence[str] = ()) -> bytes:
    """An Excel workbook of these sheets."""
    book = openpyxl.Workbook(write_only=True)
    for index, rows in enumerate(sheets):
        sheet = book.create_sheet(names[index] if names else f"Sheet{index + 1}")
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Any) -> bytes:
    """A workbook's bytes."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def archive_of(parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """What a zip holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook_with(sheet_data: str, *, before: str = "", **parts: str) -> bytes:
    """A workbook whose first sheet holds this very XML, and with other parts in the place of its own."""
    found = parts_of(workbook_of([HEADINGS, LINE]))
    name_space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'{before}<worksheet xmlns="{name_space}"><sheetData>{sheet_data}</sheetData></worksheet>'
    found["xl/worksheets/sheet1.xml"] = sheet.encode()
    found |= {f"xl/{name}.xml": part.encode() for name, part in parts.items()}
    return archive_of(found)


def line(number: int, **changes: str) -> list[str]:
    """A good line, but for the changes."""
    cells = {
        Column.REFERENCE: f"A{number}",
        Column.HEADING: DEFAULT_HEADINGS[number % 4],
        Column.MILESTONE: f"Step {number % 3}",
        Column.COMMITMENT: f"Do the thing number {number}",
        Column.ORGANISATION: f"Group {number % 5}",
        Column.CONTACT_NAME: f"Person {number % 5}",
        Column.CONTACT_EMAIL: f"person{number % 5}@example.org",
        Column.SUPPORTING: f"Group {(number + 1) % 5}",
        Column.DUE: "31/03/2027",
        Column.EVIDENCE: "A photo",
    }
    return list((cells | {Column(name): text for name, text in changes.items()}).values())


BAD = {
    5: {"due": "31/02/2026"},
    12: {"contact_email": "person2 at example.org"},
    20: {"reference": ""},
    33: {"reference": "A1"},
}
FORTY = csv_of([HEADINGS, *(line(number, **BAD.get(number, {})) for number in range(1, 41))])


def a_sheet(*lines: list[str]) -> bytes:
    """A sheet of these lines."""
    return csv_of([HEADINGS, *lines])
