"""Having a file read in a process apart, with little memory, little time and nothing to know."""

import json
import subprocess
import sys
from pathlib import Path

from services.plans.domain.header import MOST_COLUMNS, MOST_LINES, MOST_ROWS
from services.plans.domain.sheet import Grid, SheetRefused
from services.plans.use_cases.sheet_files.archive import damaged, too_big
from services.plans.use_cases.sheet_files.child import MOST_SECONDS, PROTECTED

_CHILD = "services.plans.use_cases.sheet_files.child"
_ROOT = Path(__file__).parents[4]
_PATIENCE = MOST_SECONDS * 3
"""How long to wait; a machine that is busy gives the process less than its time."""


def grids_apart(content: bytes) -> list[Grid]:
    """Return the worksheets that can be seen, as text; refuse a file that kills or outlasts its reader."""
    try:
        done = subprocess.run(  # noqa: S603  # The command is our own.
            [sys.executable, "-P", "-m", _CHILD],
            input=content,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env={"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(_ROOT)},
        )
    except subprocess.TimeoutExpired as error:
        raise too_big() from error
    if done.returncode == PROTECTED:
        raise SheetRefused("The workbook is protected by a password. Take it off and upload the sheet again.")
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise too_big()
    if done.returncode:
        raise damaged()
    return [_grid(name, rows) for name, rows in json.loads(done.stdout)]


def _grid(name: str, rows: list[list[str]]) -> Grid:
    if len(rows) > MOST_LINES or any(len(row) > MOST_COLUMNS for row in rows):
        raise SheetRefused(
            f"The sheet goes beyond {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. "
            "Split it, or delete what stands far off from the table."
        )
    return Grid(name=name, rows=rows)
