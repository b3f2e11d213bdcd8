"""Writing a plan's commitments as files that spreadsheet programs open and an import reads back."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from services.plans.domain.exports import HEADINGS, Exported, line

_WORKSHEET = "Commitments"
_WIDTHS = {"Commitment": 60, "Evidence": 40, "Last said": 40, "Links": 40, "Why assessed so": 40}
_USUAL_WIDTH = 22
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""A workbook writes characters that XML cannot hold as _xHHHH_, so text that looks like it is escaped."""


def csv_of(commitments: Iterable[Exported]) -> bytes:
    """Return comma-separated UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    # Quoted whether it needs to be or not, for programs that part cells at more than commas.
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    writer.writerows(line(each) for each in commitments)
    return text.getvalue().encode("utf-8-sig")


def workbook_of(commitments: Iterable[Exported]) -> bytes:
    """Return an Excel workbook in which every cell is text, so that zeros stay and nothing is computed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_WORKSHEET)
    sheet.freeze_panes = "B2"
    for number, heading in enumerate(HEADINGS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(heading, _USUAL_WIDTH)
    sheet.append([_cell(sheet, heading, bold=True) for heading in HEADINGS])
    for each in commitments:
        sheet.append([_cell(sheet, text) for text in line(each)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = as_text(WriteOnlyCell(sheet), text)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
    return cell


def as_text(cell: Any, text: str) -> Any:
    """Return the cell with the text, which no program takes for anything else."""
    cell.value = _ESCAPE.sub("_x005F_", text)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


FORMATS: Mapping[str, tuple[str, Callable[[Iterable[Exported]], bytes]]] = {
    "csv": ("text/csv", csv_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_of),
}
"""For each ending of a file's name its media type and what writes it."""
