"""Adding backcast steps to a plan, changing them, and removing those that nothing leads to."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from services.plans.db.tables import commitments
from services.plans.domain.commitments import Commitment
from services.plans.domain.milestones import Milestone
from services.plans.domain.refusals import Refused
from services.plans.use_cases.announcements import commitment_changed
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.plans import locked_plan, open_plan
from shared.db.unit_of_work import UnitOfWork


def add_milestone(
    uow: UnitOfWork,
    plan_id: UUID,
    text: str,
    target: date | None = None,
    milestone_id: UUID | None = None,
) -> Milestone:
    """Add what must be true by a day on the way to the plan's horizon; without an id it gets a new one."""
    plan = open_plan(uow, plan_id)
    milestone = Milestone(
        id=milestone_id or uuid4(),
        community_id=plan.community_id,
        plan_id=plan.id,
        text=text,
        target=target,
    )
    uow.session.add(milestone)
    uow.session.flush()
    return milestone


def change_milestone(
    uow: UnitOfWork, plan_id: UUID, milestone_id: UUID, expected_version: int, facts: Mapping[str, Any]
) -> Milestone:
    """Change the text or the target date, whichever is given.

    Raises:
        NotFound: the plan has no such milestone.
        Conflict: somebody else changed it since that version.
    """
    milestone = _locked(uow, plan_id, milestone_id, expected_version)
    changed = milestone.change(facts)
    uow.session.flush()
    if "text" in changed:
        _tell_of_text(uow, milestone)
    return milestone


def remove_milestone(uow: UnitOfWork, plan_id: UUID, milestone_id: UUID, expected_version: int) -> None:
    """Take the milestone out of the plan.

    Raises:
        NotFound: the plan has no such milestone.
        Conflict: somebody else changed it since that version.
        Refused: commitments lead to it.
    """
    milestone = _locked(uow, plan_id, milestone_id, expected_version)
    leading = select(func.count()).where(commitments.c.milestone_id == milestone_id)
    if count := uow.session.scalar(leading):
        number = "1 commitment leads" if count == 1 else f"{count} commitments lead"
        raise Refused(f"{number} to this milestone, so it has to stay.")
    uow.session.delete(milestone)
    uow.session.flush()


def _locked(uow: UnitOfWork, plan_id: UUID, milestone_id: UUID, expected_version: int) -> Milestone:
    # The plan's lock keeps others from letting a commitment lead to it in the meantime.
    locked_plan(uow, plan_id)
    milestone = uow.session.get(Milestone, milestone_id, with_for_update=True, populate_existing=True)
    if milestone is None or milestone.plan_id != plan_id:
        raise NotFound
    if milestone.version != expected_version:
        raise Conflict.with_current(uow, milestone)
    return milestone


def _tell_of_text(uow: UnitOfWork, milestone: Milestone) -> None:
    """Tell of the commitments that lead to it, whose e-mails and copies name the step by its text."""
    leading = select(Commitment).where(commitments.c.milestone_id == milestone.id).order_by(commitments.c.id)
    found = list(uow.session.scalars(leading.with_for_update().execution_options(populate_existing=True)))
    for commitment in found:
        commitment.version += 1
    uow.session.flush()
    for commitment in found:
        uow.publish(commitment_changed(commitment, milestone.text))
