"""Writing an action tracker as files that go into a meeting's papers."""

import copy
import gc
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties

from services.plans.domain.refusals import Refused
from services.plans.domain.tracker import HEADINGS, Action, line, shown, writable
from services.plans.use_cases.sheet_files.writing import as_text

MOST_IN_A_DOCUMENT = 2000
"""How many rows a Word document takes; nobody reads a longer table there, and Word itself grows slow."""

_DUE = HEADINGS.index("Due")
_FIRST_DAY = date(1900, 3, 1)
"""Excel counts a day in February 1900 that never was, so dates before it are told as text."""

_LONGEST_HEADER = 250
"""A workbook whose header has more than 255 characters counts as damaged. An ampersand begins a code
there; two of them are one, and another code says where the header stands.
"""

_A4_PAPER = 9
_WIDTHS_MM = (18, 42, 78, 36, 28, 48, 23)
_MM_A_LETTER = 2.2
_LONG_EDGE, _SHORT_EDGE, _MARGIN = Mm(297), Mm(210), Mm(12)
_SMALL = Pt(9)


@dataclass(frozen=True, kw_only=True)
class Tracker:
    """What stands in the papers: the plan's actions as at a day, made at an instant."""

    plan: str
    day: date
    made_at: datetime
    actions: Sequence[Action]

    @property
    def title(self) -> str:
        """The line over the table."""
        return _title(self.plan, self.day)

    @property
    def header(self) -> str:
        """The title as the header of a printed page, of which it may have to lose some of the name."""
        name = self.plan
        while _excel_length(header := _title(name, self.day).replace("&", "&&")) > _LONGEST_HEADER:
            name = f"{name[:-2]}…"
        return header


def _title(plan: str, day: date) -> str:
    return writable(f"{plan}: action tracker as at {shown(day)}")


def _excel_length(text: str) -> int:
    """Return how many characters Excel counts, to which the rarer ones are two."""
    return len(text.encode("utf-16-le")) // 2


def workbook_of(tracker: Tracker) -> bytes:
    """Return an Excel workbook that prints on landscape A4 with its header row on each page."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Action tracker")
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4_PAPER
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddHeader.center.text = tracker.header
    sheet.oddFooter.center.text = "Page &P of &N"
    for number, width in enumerate(_WIDTHS_MM):
        sheet.column_dimensions[chr(ord("A") + number)].width = width / _MM_A_LETTER
    sheet.append([_cell(sheet, heading, bold=True) for heading in HEADINGS])
    for action in tracker.actions:
        cells = [_cell(sheet, text) for text in line(action, tracker.day)]
        if action.due and action.due >= _FIRST_DAY:
            # A real date, so that a committee's officer can sort and filter by it.
            cells[_DUE].value, cells[_DUE].number_format = action.due, "d mmmm yyyy"
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{chr(ord('A') + len(HEADINGS) - 1)}{len(tracker.actions) + 1}"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = as_text(WriteOnlyCell(sheet), text)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.font = Font(bold=bold)
    return cell


def document_of(tracker: Tracker) -> bytes:
    """Return a Word document on landscape A4 whose table repeats its header row on each page.

    Raises:
        Refused: there are too many rows.
    """
    if len(tracker.actions) > MOST_IN_A_DOCUMENT:
        raise Refused(f"A Word document takes {MOST_IN_A_DOCUMENT:,} rows. Take the Excel workbook.")
    content = _written(tracker)
    # The library's parts hold one another, so a document would lie in memory until Python next looks
    # through everything; five of the longest were 170 MB that a worker never gave back.
    gc.collect()
    return content


def _written(tracker: Tracker) -> bytes:
    document = Document()
    _describe(document, tracker)
    _lay_out(document.sections[0])
    document.styles["Normal"].font.size = _SMALL
    document.add_heading(tracker.title, level=1)
    table = document.add_table(rows=2, cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    header, pattern = table.rows
    _fill(header, HEADINGS, bold=True)
    _mark(header, "w:tblHeader")
    _fill(pattern, [""] * len(HEADINGS))
    _mark(pattern, "w:cantSplit")
    _repeat(pattern._tr, [line(action, tracker.day) for action in tracker.actions])  # noqa: SLF001  # As below.
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _repeat(pattern: Any, lines: Sequence[Sequence[str]]) -> None:
    """Put a copy of the row there for each line; the library takes six times as long to make a new one."""
    for texts in lines:
        row = copy.deepcopy(pattern)
        for run, text in zip(row.iter(qn("w:r")), texts, strict=True):
            run.text = text
        pattern.addprevious(row)
    pattern.getparent().remove(pattern)


def _describe(document: Any, tracker: Tracker) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.language = tracker.title[:255], "Backcast", "en-GB"
    facts.comments = ""
    facts.created = facts.modified = tracker.made_at.replace(tzinfo=None)


def _lay_out(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _LONG_EDGE, _SHORT_EDGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, _WIDTHS_MM, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].add_run(text).bold = bold


def _mark(row: Any, name: str) -> None:
    """Set a mark that rows of Word's tables may have and the library has no name for."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  # The library's documented way to the XML below it.


FORMATS: Mapping[str, tuple[str, Callable[[Tracker], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", document_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_of),
}
"""For each ending of a file's name its media type and what writes it."""
