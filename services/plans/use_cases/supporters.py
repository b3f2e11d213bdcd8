"""Keeping who helps with a commitment, and with which part: each change is told in the history."""

from uuid import UUID

from services.plans.db.queries.names import organisation_name
from services.plans.domain.amendments import amend
from services.plans.domain.commitments import Change, Commitment
from services.plans.domain.refusals import Refused
from services.plans.domain.supporters import MOST_SUPPORTERS, SupportAction, parts_of, told_support
from services.plans.domain.updates import Actor
from services.plans.use_cases.commitments import check_organisations
from services.plans.use_cases.naming import name_organisation
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.updates import open_commitment
from shared.db.unit_of_work import UnitOfWork


def note_supporter(
    uow: UnitOfWork, commitment_id: UUID, organisation_id: UUID, part: str | None, actor: Actor
) -> None:
    """Note that the organisation helps, and with which part; said again it changes nothing.

    Raises:
        NotFound: there is no such commitment.
        PlanClosed: its plan is closed.
        Refused: the community has no such organisation, it is the owner, or there are too many.
    """
    commitment = open_commitment(uow, commitment_id)
    check_organisations(uow, commitment.community_id, [organisation_id])
    _note(uow, commitment, organisation_id, part, actor)


def note_supporter_named(
    uow: UnitOfWork, commitment_id: UUID, name: str, part: str | None, actor: Actor
) -> None:
    """Note it of the organisation of this name; one that is new to the community is made. Raise the same."""
    commitment = open_commitment(uow, commitment_id)
    _note(uow, commitment, name_organisation(uow, commitment.community_id, name), part, actor)


def end_support(uow: UnitOfWork, commitment_id: UUID, organisation_id: UUID, actor: Actor) -> None:
    """Note that the organisation helps no more, whether it did or not; raise NotFound or PlanClosed."""
    commitment = open_commitment(uow, commitment_id)
    if organisation_id in commitment.supporting:
        left = tuple(each for each in commitment.supporting if each != organisation_id)
        _record(uow, commitment, SupportAction.END, organisation_id, left, None, actor)


def _note(
    uow: UnitOfWork, commitment: Commitment, organisation_id: UUID, part: str | None, actor: Actor
) -> None:
    if organisation_id == commitment.organisation_id:
        raise Refused("It owns this commitment, so it does not support it as well.")
    known = organisation_id in commitment.supporting
    supporting = commitment.supporting if known else (*commitment.supporting, organisation_id)
    if len(supporting) > MOST_SUPPORTERS:
        raise Refused(f"A commitment has {MOST_SUPPORTERS} supporters at most.")
    if not known or commitment.parts.get(organisation_id) != part:
        _record(uow, commitment, SupportAction.SUPPORT, organisation_id, supporting, part, actor)


def _record(  # noqa: PLR0913, PLR0917  # Whose part became what, and who did it.
    uow: UnitOfWork,
    commitment: Commitment,
    action: SupportAction,
    organisation_id: UUID,
    supporting: tuple[UUID, ...],
    part: str | None,
    actor: Actor,
) -> None:
    name = organisation_name(uow, organisation_id)
    before = (
        told_support(name, commitment.parts.get(organisation_id))
        if organisation_id in commitment.supporting
        else None
    )
    after = told_support(name, part) if organisation_id in supporting else None
    parts = {each: said for each, said in commitment.parts.items() if each != organisation_id}
    parts |= {organisation_id: part} if part else {}
    values = {"supporting": supporting, "parts": parts_of(parts, supporting)}
    amend(commitment, values, uow.now)
    change = Change({"supporter": before}, {"supporter": after})
    record_all(uow, [Said(commitment=commitment, action=action, change=change, actor=actor)])
