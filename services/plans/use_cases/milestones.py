"""Adding backcast steps to a plan."""

from datetime import date
from uuid import UUID, uuid4

from services.plans.domain.milestones import Milestone
from services.plans.use_cases.plans import open_plan
from shared.db.unit_of_work import UnitOfWork


def add_milestone(uow: UnitOfWork, plan_id: UUID, text: str, target: date | None = None) -> Milestone:
    """Add what must be true by a day on the way to the plan's horizon."""
    plan = open_plan(uow, plan_id)
    milestone = Milestone(
        id=uuid4(), community_id=plan.community_id, plan_id=plan.id, text=text, target=target
    )
    uow.session.add(milestone)
    uow.session.flush()
    return milestone
