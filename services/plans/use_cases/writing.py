"""Writing one commitment down as it is typed, with the names in it rather than their ids."""

from dataclasses import replace
from uuid import UUID

from services.plans.domain.commitments import Commitment
from services.plans.domain.drafts import Draft
from services.plans.domain.updates import Actor
from services.plans.use_cases.commitments import NewCommitment, add_commitment
from services.plans.use_cases.plans import locked_plan
from services.plans.use_cases.resolving import Resolver
from shared.db.unit_of_work import UnitOfWork


def write_down(
    uow: UnitOfWork, plan_id: UUID, draft: Draft, milestone_id: UUID | None, actor: Actor
) -> Commitment:
    """Add the commitment, and whoever is named in it; without a reference it gets the plan's next number.

    Raises:
        NotFound: there is no such plan.
        Refused: the reference is taken, or the milestone is not the plan's.
    """
    resolver = Resolver(uow, locked_plan(uow, plan_id), [draft])
    new = NewCommitment(reference=draft.reference or None, **resolver.values(draft))
    return add_commitment(uow, plan_id, replace(new, milestone_id=milestone_id), actor)
