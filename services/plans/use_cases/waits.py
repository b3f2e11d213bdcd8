"""Letting one commitment wait on another, and letting it go again."""

from uuid import UUID

from sqlalchemy import delete, select

from services.plans.db.queries.references import commitment_called
from services.plans.db.queries.waits import waits_of
from services.plans.db.tables import plans, waits
from services.plans.db.upserts import put_new
from services.plans.domain.commitments import Commitment
from services.plans.domain.refusals import Refused
from services.plans.domain.waits import check_no_circle
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork


def wait_on(uow: UnitOfWork, commitment_id: UUID, on_id: UUID, person_id: UUID | None) -> None:
    """Note that the commitment waits on the other; noting it again changes nothing.

    Args:
        uow: the transaction.
        commitment_id: what waits.
        on_id: what it waits on, in whichever plan and organisation of the same community.
        person_id: who noted it.

    Raises:
        NotFound: there is no such commitment.
        Refused: the other is not the community's or has ended, or it waits on this one (`Circle`).
    """
    waiting = _found(uow, commitment_id)
    _hold(uow, waiting.community_id)
    on = uow.session.get(Commitment, on_id)
    if on is None or on.community_id != waiting.community_id:
        raise Refused("The community has no such commitment.")
    if on.state.ended:
        raise Refused("That one has ended, so nothing needs to wait on it.")
    check_no_circle(commitment_id, on_id, lambda ids: waits_of(uow, ids))
    row = {"commitment_id": commitment_id, "on_id": on_id, "community_id": waiting.community_id}
    put_new(uow, waits, {**row, "person_id": person_id, "at": uow.now})


def wait_on_called(uow: UnitOfWork, commitment_id: UUID, reference: str, person_id: UUID | None) -> None:
    """Note that the commitment waits on the one of the same plan that people call so.

    Raises:
        NotFound: there is no such commitment.
        Refused: as `wait_on`, or the plan has none of that reference.
    """
    wait_on(uow, commitment_id, called_in_plan_of(uow, commitment_id, reference), person_id)


def called_in_plan_of(uow: UnitOfWork, commitment_id: UUID, reference: str) -> UUID:
    """Return the id of the one of the same plan that people call so.

    Raises:
        NotFound: there is no such commitment.
        Refused: the plan has none of that reference.
    """
    called = reference.strip()
    on_id = commitment_called(uow, _found(uow, commitment_id).plan_id, called)
    if on_id is None:
        raise Refused(f"The plan has no commitment {called!r}.")
    return on_id


def wait_no_more(uow: UnitOfWork, commitment_id: UUID, on_id: UUID) -> None:
    """Let the commitment no longer wait on the other, whether it did or not; raise NotFound without one."""
    _found(uow, commitment_id)
    pair = (waits.c.commitment_id == commitment_id, waits.c.on_id == on_id)
    uow.session.execute(delete(waits).where(*pair))


def _found(uow: UnitOfWork, commitment_id: UUID) -> Commitment:
    commitment = uow.session.get(Commitment, commitment_id)
    if commitment is None:
        raise NotFound
    return commitment


def _hold(uow: UnitOfWork, community_id: UUID) -> None:
    """Let nobody else note a wait in the community meanwhile: two at once could close a circle."""
    # The first plan stands for the community, whose own row may not have come yet.
    first = select(plans.c.id).where(plans.c.community_id == community_id).order_by(plans.c.id).limit(1)
    uow.session.execute(first.with_for_update(key_share=True))
