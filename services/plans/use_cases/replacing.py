"""Drafts that a newer sheet says anew, so that nobody finishes the same thing twice."""

from services.plans.domain.columns import Column
from services.plans.domain.imports import ImportRow
from services.plans.use_cases.drafts import drafts_by_import
from services.plans.use_cases.fates import Line
from services.plans.use_cases.previews import Preview
from shared.db.unit_of_work import UnitOfWork


def drop_replaced(uow: UnitOfWork, newer: Preview) -> None:
    """Drop the plan's drafts of older sheets that this one says anew.

    A draft is the same by its reference. Where that is what was wrong, all that was right has to agree.
    """
    rows = [line.kept for line in newer.lines if line.kept.dropped_at is None]
    references = {_reference(row) for row in rows}
    for of, lines in drafts_by_import(uow, newer.of.plan_id):
        if of.id != newer.of.id and of.uploaded_at <= newer.of.uploaded_at:
            for line in lines:
                if _is_said_anew(line, rows, references):
                    line.kept.drop(uow.now)


def _is_said_anew(draft: Line, rows: list[ImportRow], references: set[str]) -> bool:
    faulty = {fault.column for fault in draft.checked.faults}
    if Column.REFERENCE not in faulty:
        return _reference(draft.kept) in references
    right = [column for column in Column if column not in faulty]
    return any(_texts(row, right) == _texts(draft.kept, right) for row in rows)


def _reference(row: ImportRow) -> str:
    return row.row().text(Column.REFERENCE).casefold()


def _texts(row: ImportRow, columns: list[Column]) -> list[str]:
    return [row.row().text(column) for column in columns]
