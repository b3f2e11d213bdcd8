"""How the rows of an import read on its page."""

from dataclasses import dataclass
from datetime import date

from services.plans.domain.columns import TITLES, Column
from services.plans.domain.sheet import CellFault
from services.plans.use_cases.fates import Fate, Line
from services.plans.use_cases.previews import Preview

LONG = frozenset(
    {
        Column.COMMITMENT,
        Column.MILESTONE,
        Column.EVIDENCE,
        Column.STEPS,
        Column.PARTS,
        Column.NOTE,
        Column.ASSETS,
    }
)
ROWS_A_PAGE = 100
"""How many rows of a sheet one page shows, so that it stays light on an old phone."""

FATES = {
    Fate.NEW: "New",
    Fate.CHANGES: "Changes what the plan has",
    Fate.SAME: "As it was imported before",
    Fate.ENDED: "Left alone: it has ended. Open it again first",
    Fate.FINISHED: "Left alone: somebody finished it by hand, or it was imported with these words",
    Fate.DROPPED: "Left alone: it was thrown away, or a newer sheet says it anew",
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell that has to be mended."""

    id: str
    name: str
    title: str
    typed: str
    error: str
    long: bool


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A row with faults: the cells to mend, and what else stands in it."""

    number: int
    title: str
    cells: list[Cell]
    others: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class GoodRow:
    """A row without faults: what it says, what becomes of it, and what is worth knowing."""

    number: int
    reference: str
    text: str
    organisation: str | None
    contact_name: str | None
    due: date | None
    fate: str
    warnings: list[str]


@dataclass(frozen=True, kw_only=True)
class Part:
    """The rows of one page, those to mend first, and where it stands among the others."""

    bad: list[BadRow]
    good: list[GoodRow]
    number: int
    of: int


def part_of(bad: list[BadRow], good: list[GoodRow], asked: str) -> Part:
    """Return the part of the rows that is asked for by its number, or else the first."""
    count = max(1, -(-(len(bad) + len(good)) // ROWS_A_PAGE))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= len(str(count)) else 1
    number = min(max(number, 1), count)
    start, end = (number - 1) * ROWS_A_PAGE, number * ROWS_A_PAGE
    return Part(
        bad=bad[start:end],
        good=good[max(0, start - len(bad)) : max(0, end - len(bad))],
        number=number,
        of=count,
    )


def button(preview: Preview) -> str | None:
    """Return what the button says that imports; None when importing would change nothing."""
    new, changes = (len(preview.with_fate(fate)) for fate in (Fate.NEW, Fate.CHANGES))
    if new and changes:
        said = f"Import {_commitments(new)} and change {changes}"
    elif new:
        said = f"Import {_commitments(new)}"
    else:
        said = f"Change {_commitments(changes)}" if changes else ""
    if preview.to_keep:
        return f"{said}, keep {_drafts(preview)}" if said else f"Keep {_drafts(preview)}"
    return said or None


def outcome(before: Preview) -> str:
    """Return what an import did to the rows that were ready before it."""
    new, changes = (len(before.with_fate(fate)) for fate in (Fate.NEW, Fate.CHANGES))
    parts = [f"{_commitments(new)} added to the plan"] if new else []
    parts += [f"{_commitments(changes)} changed"] if changes else []
    done = (" and ".join(parts) or ("" if before.to_keep else "Nothing had changed")) + "."
    kept = len(before.to_keep)
    rows = "One row is kept as a draft." if kept == 1 else f"{kept} rows are kept as drafts."
    return f"{done} {rows}".removeprefix(". ") if kept else done


def _drafts(preview: Preview) -> str:
    kept = len(preview.to_keep)
    return "1 as a draft" if kept == 1 else f"{kept} as drafts"


def _commitments(count: int) -> str:
    return "1 commitment" if count == 1 else f"{count} commitments"


def bad_rows(preview: Preview) -> list[BadRow]:
    """Return the rows to mend, in the order of the sheet."""
    return [_bad_row(line) for line in preview.bad]


def good_rows(preview: Preview) -> list[GoodRow]:
    """Return the rows that have no faults and are not imported yet."""
    return [_good_row(line) for line in preview.with_fate(*FATES)]


def _good_row(line: Line) -> GoodRow:
    row, draft = line.checked.row, line.checked.draft
    over = line.fate in {Fate.FINISHED, Fate.DROPPED}
    return GoodRow(
        number=row.number,
        reference=row.text(Column.REFERENCE),
        text=row.text(Column.COMMITMENT),
        organisation=draft.organisation if draft else row.text(Column.ORGANISATION),
        contact_name=(draft and draft.contact_name) or row.text(Column.CONTACT_NAME),
        due=draft.due if draft else None,
        fate=FATES[line.fate],
        warnings=[] if over else [f"{each.reason} {each.remedy}" for each in line.checked.warnings],
    )


def _bad_row(line: Line) -> BadRow:
    row = line.checked.row
    faulty = dict.fromkeys(fault.column for fault in line.checked.faults)
    known = [(TITLES[column], text) for column, text in row.cells.items() if column not in faulty]
    return BadRow(
        number=row.number,
        title="" if Column.COMMITMENT in faulty else row.text(Column.COMMITMENT),
        cells=[_cell(line, column) for column in Column if column in faulty],
        others=[*known, *row.others.items()],
    )


def _cell(line: Line, column: Column) -> Cell:
    row = line.checked.row
    return Cell(
        id=f"row-{row.number}-{column.value}",
        name=column.value,
        title=TITLES[column],
        typed=row.cells.get(column, ""),
        error=" ".join(_told(fault) for fault in line.checked.faults if fault.column is column),
        long=column in LONG,
    )


def _told(fault: CellFault) -> str:
    return f"{fault.reason} {fault.remedy}"
