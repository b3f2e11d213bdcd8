"""What was carried over from one plan to another."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, select

from services.plans.db.tables import carry_overs, commitments, plans
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Twin:
    """The other side of a carry over: a commitment in short, and its plan."""

    id: UUID
    plan_id: UUID
    plan_name: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class Twins:
    """Where a commitment was carried over from, and where to; None for nowhere, or nowhere to be seen."""

    came_from: Twin | None
    went_to: Twin | None


def twins_of(uow: UnitOfWork, commitment_id: UUID, readable: Collection[UUID]) -> Twins:
    """Return both, as far as their plans are public or their communities among the readable ones."""
    sides = carry_overs.c
    return Twins(
        came_from=_twin(uow, select(sides.from_id).where(sides.to_id == commitment_id), readable),
        went_to=_twin(uow, select(sides.to_id).where(sides.from_id == commitment_id), readable),
    )


def was_carried_over(uow: UnitOfWork, commitment_id: UUID) -> bool:
    """Return whether the commitment goes on in another plan."""
    found = select(exists().where(carry_overs.c.from_id == commitment_id))
    return bool(uow.session.scalar(found))


def _twin(uow: UnitOfWork, ids: Select[tuple[UUID]], readable: Collection[UUID]) -> Twin | None:
    columns = (
        commitments.c.id,
        commitments.c.plan_id,
        plans.c.name.label("plan_name"),
        commitments.c.reference,
    )
    found = (
        select(*columns)
        .join(plans, plans.c.id == commitments.c.plan_id)
        .where(commitments.c.id.in_(ids), plans.c.public | plans.c.community_id.in_(readable))
    )
    row = uow.session.execute(found).mappings().one_or_none()
    return None if row is None else Twin(**row)
