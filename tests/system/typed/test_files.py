"""What people typed stays text in every file and feed that programs read."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from services.plans.domain.formulas import restored
from tests.system.typed.plan import TOLD, Typed, folded, named, once, typed
from tests.waiting import eventually

pytestmark = pytest.mark.xdist_group("typed")

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n\0"
"""What a spreadsheet program begins a formula by, in any of its languages."""

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
WORKBOOKS = ("export.xlsx", "tracker.xlsx")
OFFICE = (*WORKBOOKS, "tracker.docx")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ATOM = "{http://www.w3.org/2005/Atom}"
IN_SHEETS = {
    "Commitment": "text",
    "Evidence": "evidence",
    "Place": "place",
    "Note on the wall": "note",
    "Assets": "asset",
    "Last said": "last",
    "Why assessed so": "assessed",
}
"""Columns of an export, and the field that each holds."""


def test_every_cell_of_a_csv_file_is_quoted_and_none_begins_as_a_formula(world: Typed) -> None:
    content = world.export("export.csv").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(content)))

    assert re.fullmatch(r'(?:"(?:[^"]|"")*"(?:,|\r\n))+', content)
    assert len(rows) == len(world.numbers) + 1
    assert [cell for row in rows for cell in row if is_a_formula(cell)] == []


def test_every_text_is_in_the_csv_file_as_it_was_typed(world: Typed) -> None:
    content = world.export("export.csv").content.decode("utf-8-sig")

    rows = {row["Reference"]: row for row in csv.DictReader(io.StringIO(content))}

    for number in world.numbers:
        row = rows[f"C{number}"]
        told = {column: folded(restored(row[column])) for column in IN_SHEETS}
        assert told == expected(number, row)
        assert restored(row["Owner organisation"]) == named("organisation", number)
        assert f"[ ] {folded(typed('step', number))}" in row["Steps"].splitlines()
        assert folded(typed("part", number)) in row["Supporters' parts"]


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_has_neither_formula_nor_link(world: Typed, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(world.export(name).content)) as book:
        (sheet,) = (each for each in book.namelist() if each.startswith("xl/worksheets/sheet"))
        root = ET.fromstring(book.read(sheet))  # noqa: S314  # We wrote it ourselves.

    kinds = Counter(each.tag.rpartition("}")[2] for each in root.iter())
    cells = [each.get("t") for each in root.iter() if each.tag.endswith("}c")]

    assert kinds["c"] > 5 * len(world.numbers)
    assert {kinds["f"], kinds["hyperlink"], kinds["hyperlinks"]} == {0}
    assert set(cells) <= {"s", "inlineStr", "n"}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_no_cell_of_a_workbook_begins_as_a_formula(world: Typed, name: str) -> None:
    sheet: Any = load_workbook(io.BytesIO(world.export(name).content)).active

    texts = [cell.value for row in sheet.rows for cell in row if isinstance(cell.value, str)]

    assert [text for text in texts if is_a_formula(text)] == []
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "inlineStr", "d", "n"}


def test_every_text_is_in_both_workbooks_as_it_was_typed(world: Typed) -> None:
    export: Any = load_workbook(io.BytesIO(world.export("export.xlsx").content)).active
    heading, *rows = export.iter_rows(values_only=True)
    found = {row[0]: dict(zip(heading, (shown(cell) for cell in row), strict=True)) for row in rows}
    tracker: Any = load_workbook(io.BytesIO(world.export("tracker.xlsx").content)).active
    actions = {shown(row[0]): shown(row[2]) for row in tracker.iter_rows(values_only=True)}

    for number in world.numbers:
        row = found[f"C{number}"]
        assert {column: folded(restored(row[column])) for column in IN_SHEETS} == expected(number, row)
        assert restored(actions[f"C{number}"]) == folded(typed("text", number))


def test_a_word_document_has_no_field_and_no_link_and_every_text(world: Typed) -> None:
    content = world.export("tracker.docx").content
    document = Document(io.BytesIO(content))

    kinds = {each.tag for each in document.element.iter()}
    texts = {row.cells[2].text for row in document.tables[0].rows}

    assert kinds & {f"{WORD}{name}" for name in ("fldSimple", "instrText", "fldChar", "hyperlink")} == set()
    assert {folded(typed("text", number)) for number in world.numbers} <= {restored(text) for text in texts}


@pytest.mark.parametrize("name", OFFICE)
def test_no_file_names_another_host(world: Typed, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(world.export(name).content)) as file:
        related = [file.read(each).decode() for each in file.namelist() if each.endswith(".rels")]

    assert related
    assert [each for each in related if 'TargetMode="External"' in each or "foreign" in each] == []


@pytest.mark.parametrize("name", ["export.csv", "export.xlsx", "tracker.docx"])
def test_a_file_has_one_name_and_is_saved_and_not_shown(world: Typed, name: str) -> None:
    answer = world.export(name)
    message = EmailMessage()
    message["Content-Disposition"] = answer.headers["Content-Disposition"]

    assert message.get_content_disposition() == "attachment"
    assert set(message["Content-Disposition"].params) == {"filename"}
    assert str(message.get_filename()).endswith(name[-4:])
    assert not set("/\\") & set(str(message.get_filename()))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_somebody_added_is_saved_by_one_name_and_opens_alone(world: Typed) -> None:
    for path in world.papers.values():
        answer = world.ask("GET", path)
        message = EmailMessage()
        message["Content-Disposition"] = answer.headers["Content-Disposition"]

        assert message.get_content_disposition() == "attachment"
        assert set(message["Content-Disposition"].params) == {"filename"}
        assert str(message.get_filename()).endswith(".txt")
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_whole_plan_is_json_and_every_text_is_in_it_as_it_was_typed(world: Typed) -> None:
    answer = world.export("export.json")

    found = {each["reference"]: each for each in answer.json()["commitments"]}

    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for number in world.numbers:
        each = found[f"C{number}"]
        assert each["text"] == folded(typed("text", number))
        assert each["organisation"] == named("organisation", number)
        assert each["place"]["name"] == folded(typed("place", number))


def test_a_calendar_has_an_event_for_each_commitment_and_no_property_more(world: Typed) -> None:
    content = world.coordinator.get(world.calendar).content
    calendar: Any = Calendar.from_ical(content)

    properties = {tuple(sorted(event)) for event in calendar.events}
    told = {str(event["description"]).partition("\n")[0] for event in calendar.events}
    wanted = {
        text.lstrip("\ufeff") for text in texts_of(world)
    }  # The library takes it for a file's first mark.

    assert len(calendar.events) == len(world.numbers)
    assert [each.name for each in calendar.subcomponents] == ["VEVENT"] * len(world.numbers)
    assert len(properties) == 1
    assert content.count(b"\nBEGIN:") == len(world.numbers)
    assert b"\nATTENDEE" not in content
    assert told == wanted


def test_a_feed_has_the_same_elements_in_every_entry(world: Typed) -> None:
    root = ET.fromstring(world.coordinator.get(world.changes).content)  # noqa: S314  # We wrote it ourselves.

    entries = root.findall(f"{ATOM}entry")
    kinds = {tuple(each.tag for each in entry.iter()) for entry in entries}
    hosts = {urlsplit(link.get("href")).netloc for link in root.iter(f"{ATOM}link")}
    titles = [str(entry.findtext(f"{ATOM}title")) for entry in entries]

    assert len(entries) == 50
    assert len(kinds) == 1
    assert hosts == {urlsplit(world.stage.address("plans")).netloc}
    assert all(any(title.endswith(f": {text}") for text in texts_of(world)) for title in titles)


def test_webhooks_carry_every_text_as_json_and_nothing_besides(world: Typed) -> None:
    wanted = set(texts_of(world))
    eventually(lambda: wanted <= {event["data"].get("text") for event in told(world)}, saying="all told")

    shapes = {(event["type"], tuple(sorted(event))) for event in told(world)}

    assert len(shapes) == len({name for name, _ in shapes}) == len(TOLD)
    assert all(json.loads(call["body"]) == call["event"] for call in world.stage.hooks.calls)


def told(world: Typed) -> list[dict[str, Any]]:
    """Return the events that the webhook's receiver was told of."""
    return [call["event"] for call in world.stage.hooks.calls]


def is_a_formula(cell: str) -> bool:
    """Return whether it would be one in a program that takes quotes and semicolons for what parts cells."""
    return cell.lstrip('";')[:1] in set(SIGNS)


def shown(cell: Any) -> str:
    """Return the text that a spreadsheet program shows: _x0041_ stands for a letter there."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(cell or ""))


def texts_of(world: Typed) -> list[str]:
    return [folded(typed("text", number)) for number in world.numbers]


def expected(number: int, row: dict[str, Any]) -> dict[str, str]:
    """Return what the columns should hold; an owner's answer by the link came last."""
    told = {column: folded(typed(field, number)) for column, field in IN_SHEETS.items()}
    told["Assets"] = once("asset", number)
    if (said := folded(typed("owner", number))) == restored(row["Last said"]):
        told["Last said"] = said
    return told
