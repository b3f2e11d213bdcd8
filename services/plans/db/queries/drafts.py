"""The lines of imports that wait as drafts."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from services.plans.db.tables import import_rows, imports
from services.plans.domain.imports import Import, ImportRow
from shared.db.unit_of_work import UnitOfWork


def drafts_of(uow: UnitOfWork, plan_id: UUID) -> list[tuple[ImportRow, Import]]:
    """Return the plan's drafts with their imports, the oldest sheet first and in its order."""
    found = _open(select(ImportRow, Import), plan_id)
    ordered = found.order_by(imports.c.uploaded_at, imports.c.id, import_rows.c.number)
    return [(row, of) for row, of in uow.session.execute(ordered)]


def count_drafts(uow: UnitOfWork, plan_id: UUID) -> int:
    """Return how many drafts of the plan wait."""
    return uow.session.scalar(_open(select(func.count()), plan_id)) or 0


def find_draft(uow: UnitOfWork, plan_id: UUID, draft_id: UUID) -> ImportRow | None:
    """Return the draft, while it waits."""
    found = _open(select(ImportRow), plan_id).where(import_rows.c.draft_id == draft_id)
    draft: ImportRow | None = uow.session.scalar(found.execution_options(populate_existing=True))
    return draft


def _open(chosen: Any, plan_id: UUID) -> Any:
    """Narrow the selection down to what `ImportRow.is_draft` says of a line."""
    row = import_rows.c
    return (
        chosen.select_from(import_rows.join(imports))
        .where(imports.c.plan_id == plan_id, row.draft_id.is_not(None))
        .where(row.commitment_id.is_(None), row.dropped_at.is_(None))
    )
