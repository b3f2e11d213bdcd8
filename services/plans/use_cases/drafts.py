"""Drafts: lines of a sheet that nobody understood, waiting to be finished or thrown away."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from services.plans.db.queries.drafts import drafts_of, find_draft
from services.plans.domain.cells import CellRefused
from services.plans.domain.columns import Column
from services.plans.domain.imports import Import, ImportRow
from services.plans.domain.said_days import Bearings, read_day
from services.plans.use_cases.fates import Line
from services.plans.use_cases.holding import locked_import
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.plans import open_plan
from services.plans.use_cases.previews import Preview, preview_of
from shared.db.unit_of_work import UnitOfWork


def drafts_by_import(uow: UnitOfWork, plan_id: UUID) -> list[tuple[Import, Sequence[Line]]]:
    """Return the plan's drafts with what is wrong with each, by the sheets that they came with."""
    found = groupby((of for _, of in drafts_of(uow, plan_id)), key=lambda of: of.id)
    imports = [next(each) for _, each in found]
    return [(of, _drafts_in(preview_of(uow, of))) for of in imports]


def the_draft(uow: UnitOfWork, plan_id: UUID, draft_id: UUID) -> tuple[Preview, Line]:
    """Return the draft with its import as it stands; raise NotFound when no such one waits."""
    row = find_draft(uow, plan_id, draft_id)
    if row is None:
        raise NotFound
    preview = preview_of(uow, uow.session.get_one(Import, row.import_id))
    return preview, line_in(preview, row)


def throw_away(uow: UnitOfWork, plan_id: UUID, draft_id: UUID) -> None:
    """Let nothing be made of the draft; its line stays in the import as it was typed.

    Raises:
        NotFound: no such draft waits.
        PlanClosed: the plan takes nothing more.
    """
    held_draft(uow, plan_id, draft_id).drop(uow.now)
    uow.session.flush()


def held_draft(uow: UnitOfWork, plan_id: UUID, draft_id: UUID) -> ImportRow:
    """Return the draft, held until the transaction ends; raise NotFound when no such one waits."""
    row = find_draft(uow, plan_id, draft_id)
    if row is None:
        raise NotFound
    open_plan(uow, plan_id)
    locked_import(uow, row.import_id)
    # Somebody may have finished it while this one waited for the import.
    row = find_draft(uow, plan_id, draft_id)
    if row is None:
        raise NotFound
    return row


def line_in(preview: Preview, row: ImportRow) -> Line:
    """Return the row as the preview has it."""
    return next(line for line in preview.lines if line.kept.number == row.number)


def day_of(preview: Preview, line: Line) -> date | None:
    """Return the day that the draft names, as far as that is understood, whatever else is wrong with it."""
    if line.checked.draft:
        return line.checked.draft.due
    counted_from = preview.of.counted_from or preview.of.uploaded_at.date()
    try:
        return read_day(line.checked.row.text(Column.DUE), Bearings(counted_from=counted_from)).day
    except CellRefused:
        return None


def _drafts_in(preview: Preview) -> list[Line]:
    return [line for line in preview.lines if line.kept.is_draft]
