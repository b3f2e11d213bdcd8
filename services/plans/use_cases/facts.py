"""Noting facts of a commitment: each change of one is told in the history."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.plans.domain.amendments import amend
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.updates import NOTE_FACTS, Actor
from services.plans.use_cases.outcomes import Conflict
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.updates import locked_commitment
from shared.db.unit_of_work import UnitOfWork


def note_facts(
    uow: UnitOfWork, commitment_id: UUID, expected_version: int, facts: Mapping[str, Any], actor: Actor
) -> Commitment:
    """Bring the facts that are named to what they should be; what is so already is no change.

    What was done may be tagged afterwards too: that is when people look back at it.

    Raises:
        NotFound: there is no such commitment.
        Conflict: it was changed since that version.
        PlanClosed: its plan is closed.
    """
    commitment = locked_commitment(uow, commitment_id)
    if commitment.version != expected_version:
        raise Conflict.with_current(uow, commitment)
    uow.session.get_one(Plan, commitment.plan_id).check_open()
    differing = {name: value for name, value in facts.items() if getattr(commitment, name) != value}
    if differing:
        change = amend(commitment, differing, uow.now)
        record_all(uow, [Said(commitment=commitment, action=NOTE_FACTS, change=change, actor=actor)])
    return commitment
