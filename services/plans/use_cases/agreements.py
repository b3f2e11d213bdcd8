"""Noting that a wait is reciprocal, "we will, when they do", and that it no longer is."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update

from services.plans.db.tables import agreements
from services.plans.domain.commitments import Change, Commitment, Plain
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.turns import AGREE, UNAGREE, Terms, TurnCircle, is_met, told_in_short
from services.plans.domain.updates import Actor
from services.plans.domain.waits import Circle
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.updates import locked_commitment
from services.plans.use_cases.waits import called_in_plan_of, wait_no_more, wait_on
from shared.db.unit_of_work import UnitOfWork


def agree(uow: UnitOfWork, commitment_id: UUID, on_id: UUID, terms: Terms, actor: Actor) -> None:
    """Let the commitment wait on the other by agreement; the same said again changes nothing.

    Raises:
        NotFound: there is no such commitment.
        PlanClosed: its plan is closed.
        Refused: it cannot wait on the other (as `wait_on`; `TurnCircle` where each would wait for the other),
            both are one organisation's, or the other has done its part already.
    """
    try:
        wait_on(uow, commitment_id, on_id, actor.person_id)
    except Circle as circle:
        raise TurnCircle(circle.way) from circle
    # In one order everywhere. The other is held too: it must not be done just now without our turn coming.
    held = {each: locked_commitment(uow, each) for each in sorted({commitment_id, on_id})}
    waiting, on = held[commitment_id], held[on_id]
    uow.session.get_one(Plan, waiting.plan_id).check_open()
    if waiting.organisation_id is not None and waiting.organisation_id == on.organisation_id:
        raise Refused("Both are one organisation's own, so it only waits: nobody else has to move first.")
    known = _agreement(uow, commitment_id, on_id)
    if known is not None and (known.begins_when, known.agreed) == (terms.when, terms.agreed):
        return
    is_new_condition = known is None or known.begins_when is not terms.when
    if is_new_condition and is_met(terms.when, on.state):
        raise Refused("They have done that already, so nothing needs to wait for it.")
    said: dict[str, Any] = {
        "begins_when": terms.when,
        "agreed": terms.agreed,
        "person_id": actor.person_id,
        "at": uow.now,
    }
    if is_new_condition:
        # Whether the turn came for a former condition says nothing of this one.
        said["turn_came_at"] = None
    _keep(uow, known, waiting, on, said)
    told = {"agreed": told_in_short(terms.when, terms.agreed, on.reference)}
    _record(uow, waiting, AGREE, Change(_told(known, on), told), actor)


def agree_with_called(
    uow: UnitOfWork, commitment_id: UUID, reference: str, terms: Terms | None, actor: Actor
) -> None:
    """Let it wait on the one of its plan that people call so, by agreement or, without terms, only wait.

    Raises:
        NotFound: there is no such commitment.
        Refused: as `agree` and `wait_on`, or the plan has none of that reference.
    """
    on_id = called_in_plan_of(uow, commitment_id, reference)
    if terms is None:
        wait_on(uow, commitment_id, on_id, actor.person_id)
        agree_no_more(uow, commitment_id, on_id, actor)
    else:
        agree(uow, commitment_id, on_id, terms, actor)


def agree_no_more(uow: UnitOfWork, commitment_id: UUID, on_id: UUID, actor: Actor) -> None:
    """Let the wait be a plain one, whether it was reciprocal or not.

    Raises:
        NotFound: there is no such commitment.
        PlanClosed: something was agreed, and the plan is closed.
    """
    waiting = locked_commitment(uow, commitment_id)
    known = _agreement(uow, commitment_id, on_id)
    if known is None:
        return
    uow.session.get_one(Plan, waiting.plan_id).check_open()
    uow.session.execute(delete(agreements).where(agreements.c.id == known.id))
    on = uow.session.get_one(Commitment, on_id)
    _record(uow, waiting, UNAGREE, Change(_told(known, on), {"agreed": None}), actor)


def let_go(uow: UnitOfWork, commitment_id: UUID, on_id: UUID, actor: Actor) -> None:
    """Let the commitment no longer wait on the other, by agreement or not; raise NotFound without one."""
    agree_no_more(uow, commitment_id, on_id, actor)
    wait_no_more(uow, commitment_id, on_id)


def _agreement(uow: UnitOfWork, commitment_id: UUID, on_id: UUID) -> Any:
    pair = (agreements.c.commitment_id == commitment_id, agreements.c.on_id == on_id)
    return uow.session.execute(select(agreements).where(*pair)).one_or_none()


def _keep(uow: UnitOfWork, known: Any, waiting: Commitment, on: Commitment, said: dict[str, Any]) -> None:
    if known is not None:
        uow.session.execute(update(agreements).where(agreements.c.id == known.id).values(**said))
        return
    row = {"id": uuid4(), "community_id": waiting.community_id, "turns": 0, **said}
    uow.session.execute(insert(agreements).values(commitment_id=waiting.id, on_id=on.id, **row))


def _record(uow: UnitOfWork, waiting: Commitment, action: str, change: Change, actor: Actor) -> None:
    waiting.version += 1
    waiting.changed_at = uow.now
    record_all(uow, [Said(commitment=waiting, action=action, change=change, actor=actor)])


def _told(known: Any, on: Commitment) -> dict[str, Plain]:
    return {"agreed": None if known is None else told_in_short(known.begins_when, known.agreed, on.reference)}
