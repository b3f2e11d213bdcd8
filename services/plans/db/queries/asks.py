"""What is asked for in a plan."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from services.plans.db.tables import asks, commitments, organisations
from services.plans.domain.asks import Ask
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An ask with the names behind its ids."""

    ask: Ask
    reference: str
    commitment: str
    organisation: str | None


def open_asks(uow: UnitOfWork, plan_id: UUID) -> list[Asked]:
    """Return what is asked for in the plan and not answered, the oldest first."""
    return _asked(uow, asks.c.plan_id == plan_id, asks.c.answered_at.is_(None))


def asks_of(uow: UnitOfWork, commitment_id: UUID) -> list[Asked]:
    """Return all that was ever asked for the commitment, the oldest first."""
    return _asked(uow, asks.c.commitment_id == commitment_id)


def asks_by_update(uow: UnitOfWork, update_ids: Collection[UUID]) -> dict[UUID, tuple[Ask, ...]]:
    """Return what was asked for with these updates, by the updates' ids."""
    found: dict[UUID, tuple[Ask, ...]] = defaultdict(tuple)
    for ask in uow.session.scalars(select(Ask).where(asks.c.update_id.in_(update_ids)).order_by(asks.c.id)):
        found[ask.update_id] += (ask,)
    return found


def _asked(uow: UnitOfWork, *conditions: ColumnElement[bool]) -> list[Asked]:
    found = (
        select(Ask, commitments.c.reference, commitments.c.text, organisations.c.name)
        .join(commitments, asks.c.commitment_id == commitments.c.id)
        .outerjoin(organisations, asks.c.organisation_id == organisations.c.id)
        .where(*conditions)
        .order_by(asks.c.asked_at, asks.c.id)
    )
    return [
        Asked(ask=ask, reference=reference, commitment=text, organisation=name)
        for ask, reference, text, name in uow.session.execute(found)
    ]
