"""What sheets call the workshops and assets of a plan, so that they go out and come in by the same words."""

from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import assets, commitment_assets, commitments, contributions, origins, workshops
from services.plans.domain.traces import Called, Traces, workshop_words
from shared.db.unit_of_work import UnitOfWork


def traces_in_plan(uow: UnitOfWork, plan_id: UUID) -> Traces:
    """Return what led to the plan, and what is noted in it though it no longer counts as leading there."""
    in_plan = select(commitments.c.id).where(commitments.c.plan_id == plan_id)
    led = select(contributions.c.workshop_id).where(contributions.c.plan_id == plan_id)
    noted = select(origins.c.workshop_id).where(origins.c.commitment_id.in_(in_plan))
    linked = select(commitment_assets.c.asset_id).where(commitment_assets.c.commitment_id.in_(in_plan))
    held, found = workshops.c, assets.c
    meetings = uow.session.execute(
        select(held.id, held.held_on, held.method, held.place)
        .where(held.id.in_(led) | held.id.in_(noted))
        .order_by(held.held_on, held.created_at, held.id)
    )
    good = uow.session.execute(
        select(found.id, found.text)
        .join(workshops, found.workshop_id == held.id)
        .where(held.id.in_(led) | found.id.in_(linked))
        .order_by(held.held_on, held.created_at, held.id, found.number, found.id)
    )
    return Traces(
        workshops=Called.of((row.id, workshop_words(row.held_on, row.method, row.place)) for row in meetings),
        assets=Called.of((row.id, " ".join(row.text.split())) for row in good),
    )
