"""What anyone may read of that which people said: the one place that decides it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from services.plans.db.queries.asks import asks_by_update
from services.plans.db.queries.history import Said, said_in
from services.plans.db.tables import moderation, plans, updates
from services.plans.domain.asks import Ask
from services.plans.domain.moderation import Moderated, Reader, Verdict, superseded
from services.plans.domain.updates import Update
from shared.db.unit_of_work import UnitOfWork

LATELY = 20


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What was said and asked for, and what was decided of it."""

    said: Said
    moderated: Moderated
    asks: tuple[Ask, ...]


def reader_of_commitment(uow: UnitOfWork, commitment_id: UUID, *, within: bool) -> Reader:
    """Return the reader of one commitment; `within` is whether they are of its community."""
    if within:
        return Reader(within=True)
    return _public(uow, moderation.c.commitment_id == commitment_id, updates.c.commitment_id == commitment_id)


def reader_of_plan(uow: UnitOfWork, plan_id: UUID, *, within: bool) -> Reader:
    """Return the reader of a whole plan, likewise."""
    if within:
        return Reader(within=True)
    return _public(uow, moderation.c.plan_id == plan_id, updates.c.plan_id == plan_id)


def waiting_in(uow: UnitOfWork, plan_id: UUID) -> list[Judged]:
    """Return what waits for a coordinator, what was said first before what was said later."""
    return _judged(uow, plan_id, [Verdict.WAITING], moderation.c.said_at, limit=None)


def decided_in(uow: UnitOfWork, plan_id: UUID) -> list[Judged]:
    """Return what was decided lately, or is shown because a coordinator said it, the newest first."""
    newest = func.coalesce(moderation.c.decided_at, moderation.c.said_at).desc()
    return _judged(uow, plan_id, [Verdict.SHOWN, Verdict.PRIVATE], newest, limit=LATELY)


def count_waiting(uow: UnitOfWork, plan_id: UUID) -> int:
    """Return of how many updates the words wait for a coordinator."""
    waits = moderation.c.verdict == Verdict.WAITING
    found = select(func.count()).where(moderation.c.plan_id == plan_id, waits)
    return uow.session.scalar(found) or 0


def _public(uow: UnitOfWork, judged: ColumnElement[bool], said: ColumnElement[bool]) -> Reader:
    shown = (
        select(moderation.c.update_id)
        .join(plans, moderation.c.plan_id == plans.c.id)
        .where(judged, moderation.c.verdict == Verdict.SHOWN, plans.c.moderated)
    )
    passed = frozenset(uow.session.scalars(shown))
    if not passed:
        return Reader(within=False)
    corrections = select(Update).where(said, updates.c.corrects_id.is_not(None))
    # What was said wrong may be what nobody else should read, so its correction stands alone.
    gone = superseded(uow.session.scalars(corrections.order_by(updates.c.commitment_version)))
    return Reader(within=False, passed=passed - gone)


def _judged(
    uow: UnitOfWork,
    plan_id: UUID,
    verdicts: Sequence[Verdict],
    order: ColumnElement[object],
    limit: int | None,
) -> list[Judged]:
    found = select(Moderated).where(moderation.c.plan_id == plan_id, moderation.c.verdict.in_(verdicts))
    rows = list(uow.session.scalars(found.order_by(order, moderation.c.update_id).limit(limit)))
    ids = [row.update_id for row in rows]
    said, asked = said_in(uow, ids), asks_by_update(uow, ids)
    return [
        Judged(said=said[row.update_id], moderated=row, asks=asked.get(row.update_id, ())) for row in rows
    ]
