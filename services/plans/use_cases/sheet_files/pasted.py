"""Reading cells that were copied in a spreadsheet program and pasted here: tabs between them, a line a row.

Unlike CSV, a cell is in quotes only when it holds a line break; any other quotation mark is just text, be it
the sign for "as above" or the start of a quotation.
"""

import re

from services.plans.domain.header import MOST_LINES, MOST_ROWS
from services.plans.domain.sheet import Grid, SheetRefused

_CELL = re.compile(
    r'(?:"(?P<quoted>(?:[^"\t]|""){0,10000}+)"(?=[\t\r\n]|\Z)|(?P<plain>[^\t\r\n]*))(?P<end>\t|\r?\n|\r|\Z)'
)


def grid_of_pasted(text: str) -> Grid:
    """Return the cells of the text, whatever it is: every text is some table."""
    rows: list[list[str]] = [[]]
    for match in _CELL.finditer(text):
        quoted = match["quoted"]
        rows[-1].append(match["plain"] if quoted is None else quoted.replace('""', '"'))
        if match.end() == len(text):
            break
        if match["end"] != "\t":
            rows.append([])
        if len(rows) > MOST_LINES:
            raise SheetRefused(f"The sheet has more than {MOST_ROWS:,} rows. Split it and paste the parts.")
    return Grid(rows=rows)
