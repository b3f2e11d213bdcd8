"""What shows that updates are true."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from services.plans.db.tables import proofs
from services.plans.domain.proofs import Proof
from shared.db.unit_of_work import UnitOfWork


def proofs_of(uow: UnitOfWork, commitment_id: UUID) -> list[Proof]:
    """Return all proofs of what was said about the commitment, the oldest first."""
    return _proofs(uow, proofs.c.commitment_id == commitment_id)


def proofs_of_update(uow: UnitOfWork, update_id: UUID) -> list[Proof]:
    """Return the proofs of one update, the oldest first."""
    return _proofs(uow, proofs.c.update_id == update_id)


def proofs_by_update(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, tuple[Proof, ...]]:
    """Return the proofs of these updates, by the updates' ids."""
    found: dict[UUID, tuple[Proof, ...]] = defaultdict(tuple)
    for proof in _proofs(uow, proofs.c.update_id.in_(update_ids)):
        found[proof.update_id] += (proof,)
    return found


def proofs_in_plan(uow: UnitOfWork, plan_id: UUID) -> list[Proof]:
    """Return all proofs of what was said in the plan that were not removed, the oldest first."""
    return _proofs(uow, (proofs.c.plan_id == plan_id) & proofs.c.removed_at.is_(None))


def proofs_with_rows(uow: UnitOfWork, proof_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these proofs there are and were not removed."""
    found = select(proofs.c.id).where(proofs.c.id.in_(proof_ids), proofs.c.removed_at.is_(None))
    return set(uow.session.scalars(found))


def count_proofs(uow: UnitOfWork, commitment_id: UUID) -> int:
    """Return how many proofs the commitment has, removed ones among them."""
    found = select(func.count()).where(proofs.c.commitment_id == commitment_id)
    return uow.session.scalar(found) or 0


def _proofs(uow: UnitOfWork, condition: ColumnElement[bool]) -> list[Proof]:
    found = select(Proof).where(condition).order_by(proofs.c.added_at, proofs.c.id)
    return list(uow.session.scalars(found))
