"""How long a large sheet takes to be read, beside what its file format alone costs."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

import openpyxl
from python_calamine import CalamineWorkbook

from services.plans.domain.columns import TITLES
from services.plans.use_cases.sheet_files.reading import read_sheet
from tests.benchmarks.measure import Measurement, milliseconds

ROWS = 2_000
RUNS = 5


def measure() -> Iterator[Measurement]:
    """Read the same rows as a workbook and as CSV."""
    rows = _rows()
    workbook, text = _workbook(rows), _csv(rows)
    yield Measurement(
        name=f"a workbook of {ROWS} rows is read",
        value=milliseconds(lambda: read_sheet("sheet.xlsx", workbook), RUNS),
        unit="ms",
        limit="python-calamine alone, no checks",
        limit_value=milliseconds(
            lambda: CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python(),
            RUNS,
        ),
        runs=RUNS,
    )
    yield Measurement(
        name=f"a CSV file of {ROWS} rows is read",
        value=milliseconds(lambda: read_sheet("sheet.csv", text.encode()), RUNS),
        unit="ms",
        limit="Python's csv alone, no checks",
        limit_value=milliseconds(lambda: list(csv.reader(io.StringIO(text))), RUNS),
        runs=RUNS,
    )


def _rows() -> list[list[str]]:
    start = date(2027, 1, 1)
    return [
        [
            *(f"A{number}", "Communication channels between organisations", "Everyone hears what goes on"),
            *(f"Put up notice board number {number} by the path", f"Walking Group {number % 40}"),
            *(f"Walker {number % 40}", f"walker{number % 40}@example.org", "Tree Wardens; Council Parks"),
            *(f"{start + timedelta(days=number % 365):%d/%m/%Y}", "A photograph of it"),
        ]
        for number in range(ROWS)
    ]


def _workbook(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Commitments")
    for row in [list(TITLES.values()), *rows]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([list(TITLES.values()), *rows])
    return text.getvalue()
