"""Saying how a commitment goes: the one way by which any commitment changes once it is written down."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from services.plans.db.queries.carry_overs import was_carried_over
from services.plans.db.tables import commitments
from services.plans.domain.asks import Need
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.plans import Plan
from services.plans.domain.proofs import NewProof
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import Action
from services.plans.domain.updates import Actor
from services.plans.use_cases.commitments import check_organisations, check_people
from services.plans.use_cases.moderation import hold_wording
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
    need: Need | None = None,
    proofs: Sequence[NewProof] = (),
) -> Commitment:
    """Do the action, keep it in the history with what is needed and what shows it, and tell of it.

    Raises:
        NotFound: there is no such commitment.
        Conflict: it was changed since that version; `current` is the commitment as it stands.
        NotAllowed: the table does not allow it, or it lacks a detail.
        PlanClosed: its plan is closed.
        Refused: it would be handed to somebody whom the community does not know, or it goes on elsewhere.
    """
    commitment = locked_commitment(uow, commitment_id)
    if commitment.version != expected_version:
        raise Conflict.with_current(uow, commitment)
    # The plan is held by name: a session forgets what nobody holds, and moderation asks for it once more.
    plan = uow.session.get_one(Plan, commitment.plan_id)
    plan.check_open()
    check_goes_on_here(uow, commitment, action)
    check_organisations(uow, commitment.community_id, {details.organisation_id} - {None})
    check_people(uow, commitment.community_id, {details.contact_id, actor.said_by_id} - {None})
    change = commitment.apply(action, details, uow.now)
    change, wording = hold_wording(plan, commitment, change, actor.channel)
    said = Said(
        commitment=commitment,
        action=action,
        change=change,
        actor=actor,
        details=details,
        need=need,
        proofs=proofs,
        wording=wording,
    )
    record_all(uow, [said])
    return commitment


def check_goes_on_here(uow: UnitOfWork, commitment: Commitment, action: Action) -> None:
    """Refuse to open again what was carried over: it would be promised twice, here and there."""
    if action is Action.REOPEN and was_carried_over(uow, commitment.id):
        raise Refused("This was carried over to another plan, and goes on there.")


def locked_commitment(uow: UnitOfWork, commitment_id: UUID) -> Commitment:
    """Return the commitment as it stands, held until the transaction ends; raise NotFound if none is."""
    commitment = uow.session.scalars(_LOCKED, {"commitment_id": commitment_id}).one_or_none()
    if commitment is None:
        raise NotFound
    return commitment


# Every change asks for it first, so it is made once.
_LOCKED = (
    select(Commitment)
    .where(commitments.c.id == bindparam("commitment_id", type_=commitments.c.id.type))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def open_commitment(uow: UnitOfWork, commitment_id: UUID) -> Commitment:
    """Return the same of a plan that takes changes; raise NotFound, or PlanClosed where it does not."""
    commitment = locked_commitment(uow, commitment_id)
    uow.session.get_one(Plan, commitment.plan_id).check_open()
    return commitment
