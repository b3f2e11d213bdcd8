"""The lines of imports, and what became of them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from services.plans.db.tables import commitments, contributions, import_rows, imports, workshops
from services.plans.domain.commitments import Commitment
from services.plans.domain.imports import Import, ImportRow, ImportState
from shared.db.unit_of_work import UnitOfWork

_A_FEW = 500
"""Up to so many are asked for by their ids; beyond that all of the plan are read."""


def rows_of(uow: UnitOfWork, import_id: UUID) -> list[ImportRow]:
    """Return the import's lines in the order of the file, as they stand now."""
    column = import_rows.c
    found = select(ImportRow).where(column.import_id == import_id).order_by(column.number)
    return list(uow.session.scalars(found.execution_options(populate_existing=True)))


def rows_numbered(uow: UnitOfWork, import_id: UUID, numbers: Collection[int]) -> list[ImportRow]:
    """Return these lines of the import, as they stand now."""
    column = import_rows.c
    found = select(ImportRow).where(column.import_id == import_id, column.number.in_(numbers))
    ordered = found.order_by(column.number).execution_options(populate_existing=True)
    return list(uow.session.scalars(ordered))


def imports_running(uow: UnitOfWork) -> list[UUID]:
    """Return the imports that are left to the worker, the oldest first."""
    column = imports.c
    found = select(column.id).where(column.state == ImportState.IMPORTING)
    return list(uow.session.scalars(found.order_by(column.uploaded_at, column.id)))


def applied_rows(uow: UnitOfWork, plan_id: UUID, among: Collection[UUID]) -> dict[UUID, list[ImportRow]]:
    """Return for each of these commitments the lines that were imported into it, the last one last."""
    if not among:
        return {}
    applied = select(ImportRow).join(imports, imports.c.id == import_rows.c.import_id)
    found = applied.where(imports.c.plan_id == plan_id).order_by(import_rows.c.applied_at)
    if len(among) <= _A_FEW:
        found = found.where(import_rows.c.commitment_id.in_(among))
    rows: dict[UUID, list[ImportRow]] = {}
    for row in uow.session.scalars(found):
        if row.commitment_id and row.commitment_id in among:
            rows.setdefault(row.commitment_id, []).append(row)
    return rows


def by_reference(
    uow: UnitOfWork, plan_id: UUID, wanted: Collection[str] | None = None
) -> dict[str, Commitment]:
    """Return the plan's commitments by their references in small letters; all, or those that are wanted."""
    chosen = select(Commitment).where(commitments.c.plan_id == plan_id)
    if wanted is not None:
        known = select(commitments.c.id, commitments.c.reference).where(commitments.c.plan_id == plan_id)
        ids = [row.id for row in uow.session.execute(known) if row.reference.casefold() in wanted]
        if len(ids) <= _A_FEW:
            chosen = chosen.where(commitments.c.id.in_(ids))
    found = uow.session.scalars(chosen)
    return {commitment.reference.casefold(): commitment for commitment in found}


def last_workshop(uow: UnitOfWork, plan_id: UUID, until: date) -> date | None:
    """Return the day of the last workshop by then that led to the plan, if one did."""
    led = workshops.join(contributions, contributions.c.workshop_id == workshops.c.id)
    held_on = select(func.max(workshops.c.held_on)).select_from(led)
    of_plan = held_on.where(contributions.c.plan_id == plan_id, workshops.c.held_on <= until)
    last: date | None = uow.session.scalar(of_plan)
    return last


def count_made_by(uow: UnitOfWork, import_id: UUID) -> int:
    """Return how many commitments the import made."""
    made = select(func.count()).select_from(commitments).where(commitments.c.import_id == import_id)
    return uow.session.scalar(made) or 0


def imports_of(uow: UnitOfWork, plan_id: UUID) -> list[Import]:
    """Return the plan's imports, the newest first."""
    column = imports.c
    found = select(Import).where(column.plan_id == plan_id)
    return list(uow.session.scalars(found.order_by(column.uploaded_at.desc(), column.id)))
