"""Making and changing plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, select

from services.plans.db.tables import commitments, plans
from services.plans.domain.licences import Licence
from services.plans.domain.plans import (
    DEFAULT_HEADINGS,
    USUAL_INTERVAL,
    Plan,
    Vision,
    checked_headings,
    checked_interval,
)
from services.plans.domain.refusals import Refused
from services.plans.use_cases.announcements import plan_changed
from services.plans.use_cases.outcomes import Conflict, NotFound
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class PlanDetails:
    """What may be said of a plan; what is None stays as it is."""

    name: str | None = None
    vision: Vision | None = None
    horizon: date | None = None
    headings: Sequence[str] | None = None
    public: bool | None = None
    moderated: bool | None = None
    update_interval: int | None = None
    licence: Licence | None = None


def create_plan(  # noqa: PLR0913  # One keyword a field.
    uow: UnitOfWork,
    community_id: UUID,
    *,
    name: str,
    vision: Vision,
    horizon: date,
    headings: Sequence[str] = DEFAULT_HEADINGS,
    public: bool = False,
    moderated: bool = False,
    update_interval: int = USUAL_INTERVAL,
    licence: Licence = Licence.NONE,
) -> Plan:
    """Make a plan and tell of it."""
    plan = Plan(
        id=uuid4(),
        community_id=community_id,
        name=name,
        vision=vision,
        horizon=horizon,
        headings=checked_headings(headings),
        public=public,
        moderated=moderated,
        update_interval=checked_interval(update_interval),
        licence=licence,
        created_at=uow.now,
        changed_at=uow.now,
    )
    uow.session.add(plan)
    uow.session.flush()
    uow.publish(plan_changed(plan))
    return plan


def change_plan(uow: UnitOfWork, plan_id: UUID, expected_version: int, details: PlanDetails) -> Plan:
    """Change what is given; raise Conflict when somebody else changed the plan since that version."""
    plan = plan_at(uow, plan_id, expected_version)
    plan.check_open()
    if details.headings is not None:
        _check_headings_still_used(uow, plan, details.headings)
    changed = plan.change(
        uow.now,
        name=details.name,
        vision=details.vision,
        horizon=details.horizon,
        headings=details.headings,
        public=details.public,
        moderated=details.moderated,
        update_interval=details.update_interval,
        licence=details.licence,
    )
    if changed:
        uow.session.flush()
        uow.publish(plan_changed(plan))
    return plan


def locked_plan(uow: UnitOfWork, plan_id: UUID) -> Plan:
    """Return the plan as it stands, held until the transaction ends; raise NotFound when there is none."""
    plan = uow.session.scalars(_LOCKED, {"plan_id": plan_id}).one_or_none()
    if plan is None:
        raise NotFound
    return plan


# Whatever is added to a plan asks for it first, so it is made once. A plan's key never changes: rows that
# refer to it are not kept waiting, and tallies that are made meanwhile do not fail.
_LOCKED = (
    select(Plan)
    .where(plans.c.id == bindparam("plan_id", type_=plans.c.id.type))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


def open_plan(uow: UnitOfWork, plan_id: UUID) -> Plan:
    """Return the plan, held, to be added to; raise NotFound when there is none, PlanClosed when it ended."""
    plan = locked_plan(uow, plan_id)
    plan.check_open()
    return plan


def plan_at(uow: UnitOfWork, plan_id: UUID, expected_version: int) -> Plan:
    """Return the plan, held; raise Conflict when somebody else changed it since that version."""
    plan = locked_plan(uow, plan_id)
    if plan.version != expected_version:
        raise Conflict.with_current(uow, plan)
    return plan


def _check_headings_still_used(uow: UnitOfWork, plan: Plan, headings: Sequence[str]) -> None:
    gone = set(plan.headings) - set(checked_headings(headings))
    held = select(commitments.c.heading, func.count()).where(
        commitments.c.plan_id == plan.id, commitments.c.heading.in_(gone)
    )
    for heading, count in uow.session.execute(held.group_by(commitments.c.heading)):
        raise Refused(f"{count} commitments are still under {heading!r}, so that heading has to stay.")
