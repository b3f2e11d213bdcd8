"""How the rows of an import read on its page."""

from dataclasses import dataclass

from services.plans.domain.columns import TITLES, Column
from services.plans.domain.drafts import Draft
from services.plans.domain.sheet import CellFault
from services.plans.use_cases.previews import Fate, Line, Preview

LONG = frozenset({Column.COMMITMENT, Column.MILESTONE, Column.EVIDENCE, Column.STEPS, Column.PARTS})
FATES = {
    Fate.NEW: "New",
    Fate.CHANGES: "Changes what the plan has",
    Fate.SAME: "As it was imported before",
    Fate.ENDED: "Left alone: it has ended. Open it again first",
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
    draft: Draft
    fate: str
    warnings: list[str]


def button(preview: Preview) -> str | None:
    """Return what the button says that imports; None when importing would change nothing."""
    new, changes = (len(preview.with_fate(fate)) for fate in (Fate.NEW, Fate.CHANGES))
    if new and changes:
        return f"Import {_commitments(new)} and change {changes}"
    if new:
        return f"Import {_commitments(new)}"
    return f"Change {_commitments(changes)}" if changes else None


def outcome(before: Preview) -> str:
    """Return what an import did to the rows that were ready before it."""
    new, changes = (len(before.with_fate(fate)) for fate in (Fate.NEW, Fate.CHANGES))
    parts = [f"{_commitments(new)} added to the plan"] if new else []
    parts += [f"{_commitments(changes)} changed"] if changes else []
    return (" and ".join(parts) or "Nothing had changed") + "."


def _commitments(count: int) -> str:
    return "1 commitment" if count == 1 else f"{count} commitments"


def bad_rows(preview: Preview) -> list[BadRow]:
    """Return the rows to mend, in the order of the sheet."""
    return [_bad_row(line) for line in preview.bad]


def good_rows(preview: Preview) -> list[GoodRow]:
    """Return the rows that have no faults and are not imported yet."""
    return [
        GoodRow(
            number=line.kept.number,
            draft=line.draft,
            fate=FATES[line.fate],
            warnings=[f"{warning.reason} {warning.remedy}" for warning in line.checked.warnings],
        )
        for line in preview.with_fate(*FATES)
    ]


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
