"""Commitments by what people call them."""

from uuid import UUID

from sqlalchemy import func, select

from services.plans.db.tables import commitments
from shared.db.unit_of_work import UnitOfWork


def commitment_called(uow: UnitOfWork, plan_id: UUID, reference: str) -> UUID | None:
    """Return the plan's commitment of that reference, however it is capitalised; None for no such one."""
    found = select(commitments.c.id).where(
        commitments.c.plan_id == plan_id, func.lower(commitments.c.reference) == reference.lower()
    )
    # References differ at least in how they are written, so the one that is written alike comes first.
    exact = (commitments.c.reference == reference).desc()
    return uow.session.scalar(found.order_by(exact, commitments.c.reference).limit(1))
