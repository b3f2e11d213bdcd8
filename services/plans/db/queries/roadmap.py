"""A plan as a backcast roadmap: from the horizon back, each step with what was promised for it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.plans.db.queries.commitments import CommitmentRow, find_commitments
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.status import figures_of
from services.plans.db.queries.tallies import Extent
from services.plans.db.tables import milestones
from services.plans.domain.milestones import Milestone, from_the_horizon_back
from services.plans.domain.moments import Moment
from services.plans.domain.plans import Plan
from services.plans.domain.status import Scope, Status
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Step:
    """A milestone, the commitments that lead to it, by due date, and how these stand."""

    milestone: Milestone
    commitments: list[CommitmentRow]
    status: Status


@dataclass(frozen=True, kw_only=True)
class Roadmap:
    """Everything that the plan's page shows; `loose` are the commitments without a milestone."""

    plan: Plan
    today: date
    status: Status
    steps: list[Step]
    loose: list[CommitmentRow]


def roadmap_of(uow: UnitOfWork, plan: Plan, moment: Moment) -> Roadmap:
    """Return the plan's roadmap at present."""
    rows = find_commitments(uow, Filters(plan_id=plan.id), moment.day, limit=None)
    figures = figures_of(uow, Extent.plan(plan.id), moment, [Scope.MILESTONE])
    by_key, nothing = figures.parts[Scope.MILESTONE], Status(today=moment.day)
    return Roadmap(
        plan=plan,
        today=moment.day,
        status=figures.whole,
        steps=[
            Step(
                milestone=milestone,
                commitments=[row for row in rows if row.milestone_id == milestone.id],
                status=by_key.get(milestone.id.hex, nothing),
            )
            for milestone in milestones_of(uow, plan.id)
        ],
        loose=[row for row in rows if row.milestone_id is None],
    )


def milestones_of(uow: UnitOfWork, plan_id: UUID) -> list[Milestone]:
    """Return the plan's milestones, from the horizon back."""
    found = uow.session.scalars(select(Milestone).where(milestones.c.plan_id == plan_id))
    return from_the_horizon_back(found)


def milestone_in(uow: UnitOfWork, plan_id: UUID, milestone_id: UUID) -> Milestone | None:
    """Return the plan's milestone of that id."""
    found = uow.session.get(Milestone, milestone_id)
    return found if found and found.plan_id == plan_id else None
