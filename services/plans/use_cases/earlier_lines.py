"""What the lines of earlier sheets said, against which a newer sheet is set."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from services.plans.domain.columns import Column
from services.plans.domain.imports import Import, ImportRow
from services.plans.domain.likeness import Names
from services.plans.domain.rows import CheckedRow, check_rows
from services.plans.domain.sheet import Row
from services.plans.use_cases.settling import settled


def as_applied(
    rows: Mapping[UUID, Iterable[ImportRow]], imports: Mapping[UUID, Import], names: Names
) -> dict[UUID, CheckedRow]:
    """Return what was last said; the day that was named then stays, whatever its words would mean today."""
    applied = {}
    for commitment_id, lines in rows.items():
        said = _last_said(lines, imports)
        if said:
            row, due, at = said
            (checked,) = check_rows([row], at.date(), above=due)
            checked = due_on(checked, due) if due else checked
            called = settled(checked, names)
            applied[commitment_id] = called if called.draft else checked
    return applied


def _last_said(
    lines: Iterable[ImportRow], imports: Mapping[UUID, Import]
) -> tuple[Row, date | None, datetime] | None:
    """Return each cell as the last sheet had it that has its column, with the day it named and when it came.

    A sheet with a few columns does not make us forget what the one with all columns said, or bringing that
    one in again would undo what owners said since.
    """
    last: Row | None = None
    named: tuple[date | None, datetime] | None = None
    for line in lines:
        if line.applied_at is None:
            continue
        row, said = line.row(), imports[line.import_id].said_in(line)
        before = last.cells if last else {}
        cells = {column: text for column, text in before.items() if column not in said}
        last = replace(row, cells=cells | dict(row.cells))
        if named is None or Column.DUE in said:
            named = line.due, line.applied_at
    return (last, *named) if last and named else None


def due_on(checked: CheckedRow, due: date | None) -> CheckedRow:
    """Return the line as due on that day; what was remarked about another day no longer holds."""
    if checked.draft is None or checked.draft.due == due:
        return checked
    warnings = tuple(each for each in checked.warnings if each.column is not Column.DUE)
    return replace(checked, draft=replace(checked.draft, due=due), warnings=warnings)
