"""Saying whose turn it is, in the transaction in which the other side moved."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update

from services.plans.db.tables import agreements, commitments
from services.plans.domain.commitments import Commitment
from services.plans.domain.turns import Turn, turn
from shared.contracts import TurnCame
from shared.db.unit_of_work import UnitOfWork


def tell_turns(uow: UnitOfWork, changed: Iterable[Commitment]) -> None:
    """Say of each agreement about what changed whether the turn came, once; note where it is taken back.

    The states are read once the agreements are held: of two sides that move at the same time, the second
    sees what the first one did.
    """
    # What was only just written down is in no agreement yet.
    ids = [commitment.id for commitment in changed if commitment.version > 1]
    found = _held(uow, ids) if ids else []
    if not found:
        return
    sides = _sides(uow, {each for row in found for each in (row.commitment_id, row.on_id)})
    for row in found:
        waiting, on = sides[row.commitment_id], sides[row.on_id]
        came = row.turn_came_at is not None
        match turn(row.begins_when, waiting.state, on.state, came=came):
            case Turn.COMES:
                _note(uow, row.id, turns=row.turns + 1, turn_came_at=uow.now)
                uow.publish(_turn_came(uow, row, waiting.plan_id, on.plan_id))
            case Turn.IS_TAKEN_BACK:
                _note(uow, row.id, turn_came_at=None)


def _held(uow: UnitOfWork, ids: Sequence[UUID]) -> Sequence[Any]:
    about = or_(agreements.c.commitment_id.in_(ids), agreements.c.on_id.in_(ids))
    # Held in one order everywhere, so that two transactions never wait for each other.
    query = select(agreements).where(about).order_by(agreements.c.id).with_for_update()
    return uow.session.execute(query).all()


def _sides(uow: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, Any]:
    column = commitments.c
    query = select(column.id, column.plan_id, column.state).where(column.id.in_(ids))
    return {row.id: row for row in uow.session.execute(query)}


def _note(uow: UnitOfWork, agreement_id: UUID, **values: object) -> None:
    uow.session.execute(update(agreements).where(agreements.c.id == agreement_id).values(**values))


def _turn_came(uow: UnitOfWork, row: Any, plan_id: UUID, on_plan_id: UUID) -> TurnCame:
    return TurnCame(
        id=row.id,
        version=row.turns + 1,
        community_id=row.community_id,
        plan_id=plan_id,
        commitment_id=row.commitment_id,
        on_plan_id=on_plan_id,
        on_id=row.on_id,
        when=row.begins_when,
        agreed=row.agreed,
        at=uow.now,
    )
