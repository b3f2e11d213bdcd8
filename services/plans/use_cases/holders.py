"""What the holder of an update link sees and says."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from services.plans.db.tables import commitments
from services.plans.domain.asks import Need
from services.plans.domain.commitments import NOTHING, Commitment, Details
from services.plans.domain.plans import Plan
from services.plans.domain.proofs import NewProof
from services.plans.domain.transitions import Action, path
from services.plans.use_cases.links import UNDO_TIME, Holder, record_use
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.updates import locked_commitment, record_update
from shared.contracts import CommitmentState
from shared.contracts.states import ENDED_STATES
from shared.db.unit_of_work import UnitOfWork


def commitments_of(uow: UnitOfWork, holder: Holder) -> list[Commitment]:
    """Return the holder's open commitments, the most pressing first, and those that ended lately."""
    column = commitments.c
    lately = column.changed_at >= uow.now - UNDO_TIME
    mine = select(Commitment).where(*_held(holder), or_(column.state.not_in(ENDED_STATES), lately))
    ended = column.state.in_(ENDED_STATES)
    return list(uow.session.scalars(mine.order_by(ended, column.due.is_(None), column.due, column.id)))


def commitment_of(uow: UnitOfWork, holder: Holder, commitment_id: UUID) -> Commitment:
    """Return one commitment of the holder's; raise NotFound for one that is not theirs."""
    found = select(Commitment).where(commitments.c.id == commitment_id, *_held(holder))
    commitment = uow.session.scalars(found).one_or_none()
    if commitment is None:
        raise NotFound
    return commitment


def say(  # noqa: PLR0913, PLR0917  # Who says what of which: all of it is needed.
    uow: UnitOfWork,
    holder: Holder,
    commitment_id: UUID,
    expected_version: int,
    action: Action,
    details: Details,
    need: Need | None = None,
    proofs: Sequence[NewProof] = (),
) -> Commitment:
    """Record what the holder says; telling how an offered commitment goes accepts it first.

    Raises:
        NotFound: it is not the holder's.
        Conflict, NotAllowed: as record_update does.
    """
    record_use(uow, holder)
    commitment = _locked(uow, holder, commitment_id)
    if commitment.version != expected_version:
        raise Conflict.with_current(uow, commitment)
    for step in path(commitment.state, action)[:-1]:
        record_update(uow, commitment_id, commitment.version, step, NOTHING, holder.actor)
    version, actor = commitment.version, holder.actor
    return record_update(uow, commitment_id, version, action, details, actor, need, proofs)


def accept_all(uow: UnitOfWork, holder: Holder) -> list[Commitment]:
    """Accept everything that the holder was offered and return it: nothing once the plan is closed."""
    column = commitments.c
    if uow.session.get_one(Plan, holder.plan_id).closed:
        return []
    offered = select(column.id, column.version).where(*_held(holder), column.state == CommitmentState.OFFERED)
    rows = uow.session.execute(offered.order_by(column.id).with_for_update()).all()
    if rows:  # A thumb that presses twice says nothing the second time.
        record_use(uow, holder)
    return [record_update(uow, row.id, row.version, Action.ACCEPT, NOTHING, holder.actor) for row in rows]


def _held(holder: Holder) -> tuple[Any, ...]:
    column = commitments.c
    return (
        column.contact_id == holder.person_id,
        column.organisation_id == holder.organisation_id,
        column.plan_id == holder.plan_id,
    )


def _locked(uow: UnitOfWork, holder: Holder, commitment_id: UUID) -> Commitment:
    commitment = locked_commitment(uow, commitment_id)
    theirs = (commitment.contact_id, commitment.organisation_id, commitment.plan_id)
    if theirs != (holder.person_id, holder.organisation_id, holder.plan_id):
        raise NotFound
    return commitment
