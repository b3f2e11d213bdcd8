"""Turns that came, of which nobody has been told yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select, update

from services.notify.db.candidates import open_among
from services.notify.db.tables import commitments, nudges, organisations, turns
from services.notify.domain.commitments import Commitment
from services.notify.domain.nudges import NudgeKind
from services.notify.domain.turns import STILL, Turn
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A turn that came, and the open commitment whose contact is to hear of it."""

    turn: Turn
    commitment: Commitment


def untold_turns(uow: UnitOfWork) -> list[Owed]:
    """Return the turns that came and still stand, where somebody answers for what may begin now."""
    rows = uow.session.execute(_untold()).all()
    able = {each.id: each for each in open_among(uow, sorted({row.commitment_id for row in rows}))}
    return [
        Owed(turn=_turn(row), commitment=able[row.commitment_id]) for row in rows if row.commitment_id in able
    ]


def mark_told(uow: UnitOfWork, agreement_ids: Sequence[UUID]) -> None:
    """Note that these turns, as often as they came so far, need not be told any more."""
    told = update(turns).where(turns.c.id.in_(agreement_ids)).values(told_version=turns.c.version)
    uow.session.execute(told)


def already_told(uow: UnitOfWork, periods: Collection[str]) -> set[tuple[UUID, str]]:
    """Return who was told of which of these agreements before, by what the ledger calls them."""
    query = select(nudges.c.person_id, nudges.c.period).where(
        nudges.c.kind == NudgeKind.TURN, nudges.c.period.in_(periods)
    )
    return {(row.person_id, row.period) for row in uow.session.execute(query)}


_ON = commitments.alias("waited_on")


def _untold() -> Select[Any]:
    stands = or_(*(and_(turns.c.when == when, _ON.c.state.in_(states)) for when, states in STILL.items()))
    return (
        select(turns, _ON.c.text.label("on_text"), organisations.c.name.label("on_organisation"))
        .join(_ON, _ON.c.id == turns.c.on_id)
        .outerjoin(organisations, organisations.c.id == _ON.c.organisation_id)
        .where(turns.c.told_version < turns.c.version, stands)
        .order_by(turns.c.id)
    )


def _turn(row: Any) -> Turn:
    return Turn(
        agreement_id=row.id,
        when=row.when,
        agreed=row.agreed,
        on_text=row.on_text,
        on_organisation=row.on_organisation,
    )
