"""Reading comma-separated text as the spreadsheet programs of councils and charities write it."""

import codecs
import contextlib
import csv
import io
import itertools
from collections import Counter

from services.plans.domain.header import MOST_LINES, MOST_ROWS, looks_like_headings
from services.plans.domain.sheet import Grid, SheetRefused

_DELIMITERS = (",", ";", "\t")
_MARKED = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"))
_GUESSES = ("utf-8", "cp1252")
_NEAR_THE_TOP = 100


def grid_of_csv(content: bytes) -> Grid:
    """Return the cells of comma-, semicolon- or tab-separated text."""
    text = decoded(content)
    return Grid(rows=_rows(text, _delimiter(text)))


def _delimiter(text: str) -> str:
    """Return the delimiter that shows a row of headings near the top, which a wrong one cannot.

    Where the headings are nobody's, it is the one that parts the most lines into equally many cells.
    """
    tops = {delimiter: _top(text, delimiter) for delimiter in _DELIMITERS}
    for delimiter, top in tops.items():
        if any(looks_like_headings(cells) for cells in top):
            return delimiter
    return max(_DELIMITERS, key=lambda delimiter: _evenness(tops[delimiter]))


def _top(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    with contextlib.suppress(csv.Error):
        rows.extend(itertools.islice(lines, _NEAR_THE_TOP))
    return rows


def _evenness(rows: list[list[str]]) -> tuple[int, int]:
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    width, lines = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return lines, width


def decoded(content: bytes) -> str:
    """Return the text that the bytes are, in whichever letters; refuse what is none."""
    marked = [encoding for mark, encoding in _MARKED if content.startswith(mark)]
    for encoding in marked or _GUESSES:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetRefused("The file's letters cannot be read. Save the sheet as .xlsx or as .csv (UTF-8).")


def _rows(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MOST_LINES:
                raise SheetRefused(
                    f"The sheet has more than {MOST_ROWS:,} rows. Split it and upload the parts."
                )
    except csv.Error as error:
        raise SheetRefused(
            f"The quotation marks near line {reader.line_num} do not pair up, so the cells after them "
            "cannot be told apart. Mend that line, or save the sheet as .xlsx."
        ) from error
    return rows
