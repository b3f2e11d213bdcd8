"""What pages and the API list: a community's ledger and deliveries, the newest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, or_, select
from sqlalchemy.engine import RowMapping

from services.notify.db.tables import communities, deliveries, nudge_items, nudges, people
from services.notify.domain.deliveries import Delivery, DeliveryState, Kind
from services.notify.domain.nudges import SKIPPED
from shared.db.unit_of_work import UnitOfWork

STATES = (*(state.value for state in DeliveryState), SKIPPED)
"""Every state that a nudge can be in."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Which part of a list is wanted: of these communities, `limit` at most, after this place."""

    communities: Collection[UUID]
    limit: int
    after: tuple[datetime, UUID] | None = None


def ledger(uow: UnitOfWork, cut: Cut, state: str | None = None) -> list[dict[str, Any]]:
    """Return nudges with what became of each."""
    query = _NUDGES if state is None else _NUDGES.where(_is_in(state))
    rows = uow.session.execute(_cut(query, nudges, cut)).mappings().all()
    told = _commitments(uow, [row["id"] for row in rows])
    return [_entry(row, told.get(row["id"], [])) for row in rows]


def sendings(uow: UnitOfWork, cut: Cut, state: DeliveryState | None = None) -> Sequence[Delivery]:
    """Return deliveries."""
    query = select(Delivery) if state is None else select(Delivery).where(deliveries.c.state == state)
    return uow.session.scalars(_cut(query, deliveries, cut)).all()


def mailbox(uow: UnitOfWork, limit: int) -> Sequence[tuple[Delivery, str, str]]:
    """Return what was sent, to anybody, with the reader's name and address."""
    query = (
        select(Delivery, people.c.name, people.c.email)
        .join(people, people.c.id == deliveries.c.person_id)
        .where(deliveries.c.state == DeliveryState.SENT)
        .order_by(deliveries.c.made_at.desc(), deliveries.c.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in uow.session.execute(query)]


def names(uow: UnitOfWork, communities: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of the communities' people."""
    query = select(people.c.id, people.c.name).where(people.c.community_id.in_(communities))
    return {row.id: row.name for row in uow.session.execute(query)}


def community_names(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what the communities are called, those not heard of yet included, by name."""
    query = select(communities.c.id, communities.c.name).where(communities.c.id.in_(ids))
    found = {row.id: row.name for row in uow.session.execute(query.order_by(communities.c.name))}
    return found | dict.fromkeys(sorted(set(ids) - found.keys()), "Your community")


_NUDGES = select(
    nudges,
    deliveries.c.state,
    deliveries.c.reason,
    deliveries.c.ended_at,
).outerjoin(deliveries, deliveries.c.id == nudges.c.id)


def _is_in(state: str) -> ColumnElement[bool]:
    if state == SKIPPED:
        return nudges.c.skipped.is_not(None)
    return deliveries.c.state == DeliveryState(state)


def _cut(query: Select[Any], table: Table, cut: Cut) -> Select[Any]:
    query = query.where(table.c.community_id.in_(cut.communities))
    if cut.after is not None:
        at, last = cut.after
        query = query.where(or_(table.c.made_at < at, and_(table.c.made_at == at, table.c.id > last)))
    return query.order_by(table.c.made_at.desc(), table.c.id).limit(cut.limit)


def _entry(row: RowMapping, commitment_ids: list[UUID]) -> dict[str, Any]:
    state: DeliveryState | None = row["state"]
    return {
        "id": row["id"],
        "person_id": row["person_id"],
        "kind": Kind(row["kind"].value),
        "period": row["period"],
        "made_at": row["made_at"],
        "state": state.value if state else SKIPPED,
        "reason": row["skipped"] or row["reason"],
        "ended_at": row["ended_at"],
        "commitment_ids": commitment_ids,
    }


def _commitments(uow: UnitOfWork, nudge_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    columns = (nudge_items.c.nudge_id, nudge_items.c.commitment_id)
    query = select(*columns).where(nudge_items.c.nudge_id.in_(nudge_ids)).distinct().order_by(*columns)
    told: dict[UUID, list[UUID]] = {}
    for row in uow.session.execute(query):
        told.setdefault(row.nudge_id, []).append(row.commitment_id)
    return told
