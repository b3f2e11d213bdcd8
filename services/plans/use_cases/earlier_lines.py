"""What the lines of earlier sheets said, against which a newer sheet is set."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from services.plans.domain.columns import Column
from services.plans.domain.imports import ImportRow
from services.plans.domain.likeness import Names
from services.plans.domain.rows import CheckedRow, check_rows
from services.plans.use_cases.settling import settled


def as_applied(rows: dict[UUID, ImportRow], names: Names) -> dict[UUID, CheckedRow]:
    """Return what the lines said; the day that each named then stays, whatever its words would mean today."""
    applied = {}
    for commitment_id, row in rows.items():
        if row.applied_at:
            (checked,) = check_rows([row.row()], row.applied_at.date(), above=row.due)
            checked = due_on(checked, row.due) if row.due else checked
            called = settled(checked, names)
            applied[commitment_id] = called if called.draft else checked
    return applied


def due_on(checked: CheckedRow, due: date | None) -> CheckedRow:
    """Return the line as due on that day; what was remarked about another day no longer holds."""
    if checked.draft is None or checked.draft.due == due:
        return checked
    warnings = tuple(each for each in checked.warnings if each.column is not Column.DUE)
    return replace(checked, draft=replace(checked.draft, due=due), warnings=warnings)
