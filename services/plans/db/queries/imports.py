"""The lines of imports, and what became of them."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from services.plans.db.tables import commitments, contributions, import_rows, imports, workshops
from services.plans.domain.commitments import Commitment
from services.plans.domain.imports import Import, ImportRow
from shared.db.unit_of_work import UnitOfWork


def rows_of(uow: UnitOfWork, import_id: UUID) -> list[ImportRow]:
    """Return the import's lines in the order of the file, as they stand now."""
    column = import_rows.c
    found = select(ImportRow).where(column.import_id == import_id).order_by(column.number)
    return list(uow.session.scalars(found.execution_options(populate_existing=True)))


def last_rows(uow: UnitOfWork, plan_id: UUID) -> dict[UUID, ImportRow]:
    """Return for each commitment of the plan the line that was imported into it last, if one was."""
    applied = select(ImportRow).join(imports, imports.c.id == import_rows.c.import_id)
    found = applied.where(imports.c.plan_id == plan_id).order_by(import_rows.c.applied_at)
    return {row.commitment_id: row for row in uow.session.scalars(found) if row.commitment_id}


def by_reference(uow: UnitOfWork, plan_id: UUID) -> dict[str, Commitment]:
    """Return the plan's commitments by their references, whatever the case of these."""
    found = uow.session.scalars(select(Commitment).where(commitments.c.plan_id == plan_id))
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
