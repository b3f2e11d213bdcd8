"""Closing a plan, carrying over what is open in it, and opening it again."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from uuid import UUID

from sqlalchemy import insert, update

from services.plans.db.tables import agreements, carry_overs, waits
from services.plans.domain.carry_overs import carry_over, check_can_go, heading_there
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import CARRY_OVER, Actor
from services.plans.use_cases.announcements import plan_changed
from services.plans.use_cases.commitments import NewCommitment, add_commitments
from services.plans.use_cases.origins import carry_origin
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.plans import locked_plan, plan_at
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.updates import locked_commitment
from shared.db.unit_of_work import UnitOfWork


def close_plan(  # noqa: PLR0913, PLR0917  # Which plan, why, what goes where and who says so.
    uow: UnitOfWork,
    plan_id: UUID,
    expected_version: int,
    line: str,
    carried: Mapping[UUID, UUID],
    actor: Actor,
) -> Plan:
    """Close the plan, and let each of the carried commitments go on in the plan that is named for it.

    What is open and not carried stays as it stands, and goes on when the plan is opened again.

    Raises:
        NotFound: there is no such plan.
        Conflict: somebody else changed it since that version.
        PlanClosed: it is closed already, or one that something goes to is.
        Refused: the line is blank, or something cannot go to where it was to go.
    """
    # Held in one order everywhere: two that carry over to each other's plan would else wait for ever.
    for each in sorted({plan_id, *carried.values()}):
        _held(uow, each, plan_id)
    plan = plan_at(uow, plan_id, expected_version)
    plan.check_open()
    to_go = [_to_go(uow, plan, commitment_id) for commitment_id in sorted(carried)]
    to_go.sort(key=lambda commitment: carried[commitment.id])
    for target_id, group in groupby(to_go, key=lambda commitment: carried[commitment.id]):
        _carry_over(uow, list(group), _target(uow, plan, target_id), actor)
    plan.close(line, uow.now)
    uow.session.flush()
    uow.publish(plan_changed(plan))
    return plan


def reopen_plan(uow: UnitOfWork, plan_id: UUID, expected_version: int) -> Plan:
    """Let the plan go on; what was carried over stays where it went.

    Raises:
        NotFound: there is no such plan.
        Conflict: somebody else changed it since that version.
        Refused: it is open.
    """
    plan = plan_at(uow, plan_id, expected_version)
    plan.reopen(uow.now)
    uow.session.flush()
    uow.publish(plan_changed(plan))
    return plan


def _held(uow: UnitOfWork, each_id: UUID, closing_id: UUID) -> None:
    try:
        locked_plan(uow, each_id)
    except NotFound as fault:
        if each_id == closing_id:
            raise
        raise Refused("The community has no such plan to carry over to.") from fault


def _target(uow: UnitOfWork, plan: Plan, target_id: UUID) -> Plan:
    target = uow.session.get_one(Plan, target_id)
    if target.community_id != plan.community_id:
        raise Refused("The community has no such plan to carry over to.")
    if target.id == plan.id:
        raise Refused("What is carried over goes to another plan.")
    target.check_open()
    return target


def _to_go(uow: UnitOfWork, plan: Plan, commitment_id: UUID) -> Commitment:
    try:
        commitment = locked_commitment(uow, commitment_id)
    except NotFound as fault:
        raise Refused("The plan has no such commitment.") from fault
    if commitment.plan_id != plan.id:
        raise Refused("The plan has no such commitment.")
    check_can_go(commitment)
    return commitment


def _carry_over(uow: UnitOfWork, old: list[Commitment], target: Plan, actor: Actor) -> None:
    made = add_commitments(uow, target.id, [_again(each, target) for each in old], actor)
    pairs = list(zip(old, made, strict=True))
    ended = [
        Said(
            commitment=each,
            action=CARRY_OVER,
            change=carry_over(each, f"{target.name} as {twin.reference}", uow.now),
            actor=actor,
        )
        for each, twin in pairs
    ]
    record_all(uow, ended)
    _relate(uow, pairs, actor)


def _again(commitment: Commitment, target: Plan) -> NewCommitment:
    """Return it as the other plan will have it: steps and headings are each plan's own."""
    return NewCommitment(
        text=commitment.text,
        heading=heading_there(commitment.heading, target.headings),
        organisation_id=commitment.organisation_id,
        contact_id=commitment.contact_id,
        supporting=tuple(commitment.supporting),
        parts=commitment.parts,
        due=commitment.due,
        evidence=commitment.evidence,
        steps=commitment.steps,
        priority=commitment.priority,
        place=commitment.place,
        four_co=commitment.four_co,
    )


def _relate(uow: UnitOfWork, pairs: Iterable[tuple[Commitment, Commitment]], actor: Actor) -> None:
    """Note where each went, and let what waited on it, or what it waited on, follow."""
    for old, new in pairs:
        carry_origin(uow, old, new)
        row = {"from_id": old.id, "to_id": new.id, "community_id": old.community_id}
        uow.session.execute(insert(carry_overs).values(**row, person_id=actor.person_id, at=uow.now))
        for table in (waits, agreements):
            for side in (table.c.commitment_id, table.c.on_id):
                uow.session.execute(update(table).where(side == old.id).values({side.name: new.id}))
