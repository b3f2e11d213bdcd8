"""Saying how a commitment goes: the one way by which any commitment changes once it is written down."""

from uuid import UUID

from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.transitions import Action
from services.plans.domain.updates import Actor
from services.plans.use_cases.commitments import check_organisations, check_people
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.recording import Said, record_all
from shared.db.unit_of_work import UnitOfWork


def record_update(  # noqa: PLR0913, PLR0917  # Who says what of which: all of it is needed.
    uow: UnitOfWork,
    commitment_id: UUID,
    expected_version: int,
    action: Action,
    details: Details,
    actor: Actor,
) -> Commitment:
    """Do the action, keep it in the history and tell of it.

    Raises:
        NotFound: there is no such commitment.
        Conflict: it was changed since that version; `current` is the commitment as it stands.
        NotAllowed: the table does not allow it, or it lacks a detail.
        Refused: it would be handed to somebody whom the community does not know.
    """
    commitment = locked_commitment(uow, commitment_id)
    if commitment.version != expected_version:
        raise Conflict.with_current(uow, commitment)
    check_organisations(uow, commitment.community_id, {details.organisation_id} - {None})
    check_people(uow, commitment.community_id, {details.contact_id} - {None})
    change = commitment.apply(action, details, uow.now)
    uow.session.flush()
    said = Said(commitment=commitment, action=action, change=change, actor=actor, details=details)
    record_all(uow, [said])
    return commitment


def locked_commitment(uow: UnitOfWork, commitment_id: UUID) -> Commitment:
    """Return the commitment as it stands, held until the transaction ends; raise NotFound if none is."""
    commitment = uow.session.get(Commitment, commitment_id, with_for_update=True, populate_existing=True)
    if commitment is None:
        raise NotFound
    return commitment
