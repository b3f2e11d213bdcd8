"""Correcting what was said about a commitment: the wrong update stays, and one that names it counts."""

from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import updates
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.corrections import Correction, correct, correctable
from services.plans.domain.plans import Plan
from services.plans.domain.updates import CORRECT, Actor, Update
from services.plans.use_cases.holders import commitment_of
from services.plans.use_cases.links import UNDO_TIME, Holder, record_use
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.recording import Said, record_correction
from services.plans.use_cases.updates import locked_commitment
from shared.db.unit_of_work import UnitOfWork


def correct_update(  # noqa: PLR0913, PLR0917  # Who says what of which: all of it is needed.
    uow: UnitOfWork,
    commitment_id: UUID,
    expected_version: int,
    update_id: UUID,
    correction: Correction,
    actor: Actor,
) -> Commitment:
    """Correct the update, keep that in the history and tell of it.

    Raises:
        NotFound: the commitment has no such update.
        Conflict: the commitment was changed since that version.
        PlanClosed: its plan is closed.
        Refused: it cannot be corrected so; NotAllowed where a word is missing.
    """
    commitment = locked_commitment(uow, commitment_id)
    history = updates_of(uow, commitment_id)
    wrong = next((each for each in history if each.id == update_id), None)
    if wrong is None:
        raise NotFound
    if commitment.version != expected_version:
        raise Conflict.with_current(uow, commitment)
    uow.session.get_one(Plan, commitment.plan_id).check_open()
    change = correct(commitment, wrong, history, correction, uow.now)
    words = Details(note=correction.note, reason=correction.reason, evidence=correction.evidence)
    said = Said(commitment=commitment, action=CORRECT, change=change, actor=actor, details=words)
    record_correction(uow, said, wrong, undo=correction.undo)
    return commitment


def correct_own(  # noqa: PLR0913, PLR0917  # The same.
    uow: UnitOfWork,
    holder: Holder,
    commitment_id: UUID,
    expected_version: int,
    update_id: UUID,
    correction: Correction,
) -> Commitment:
    """Let the holder of a link correct what was said for their organisation, and nothing else."""
    own_update(uow, holder, commitment_id, update_id)
    record_use(uow, holder)
    return correct_update(uow, commitment_id, expected_version, update_id, correction, holder.actor)


def own_update(uow: UnitOfWork, holder: Holder, commitment_id: UUID, update_id: UUID) -> Update:
    """Return what was said lately for the holder's organisation; raise NotFound for anything else."""
    commitment_of(uow, holder, commitment_id)
    update = uow.session.get(Update, update_id)
    if update is None or update.commitment_id != commitment_id or not is_own(uow, holder, update):
        raise NotFound
    return update


def own_last(uow: UnitOfWork, holder: Holder, commitment_id: UUID) -> Update | None:
    """Return what was said last for the holder's organisation, if the holder may correct it."""
    history = updates_of(uow, commitment_id)
    own = [each for each in history if correctable(each, history) and is_own(uow, holder, each)]
    return own[-1] if own else None


def is_own(uow: UnitOfWork, holder: Holder, update: Update) -> bool:
    """Return whether the update was said for the holder's organisation, and lately enough."""
    theirs = (update.on_behalf_of or update.organisation_id) == holder.organisation_id
    return theirs and update.at >= uow.now - UNDO_TIME


def updates_of(uow: UnitOfWork, commitment_id: UUID) -> list[Update]:
    """Return all that was said about the commitment, the oldest first."""
    found = select(Update).where(updates.c.commitment_id == commitment_id)
    return list(uow.session.scalars(found.order_by(updates.c.commitment_version)))
