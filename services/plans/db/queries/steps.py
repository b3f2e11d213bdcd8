"""Who ticked which step, by name."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import people
from services.plans.domain.steps import Step
from shared.db.unit_of_work import UnitOfWork


def doers_of(uow: UnitOfWork, steps: Iterable[Step]) -> dict[UUID, str]:
    """Return the names of those who ticked any of the steps, by their ids."""
    ids = {step.done_by for step in steps} - {None}
    rows = uow.session.execute(select(people.c.id, people.c.name).where(people.c.id.in_(ids)))
    return {row.id: row.name for row in rows}
