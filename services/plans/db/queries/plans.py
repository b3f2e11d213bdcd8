"""Which plans there are to see."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import plans
from services.plans.domain.plans import Plan
from shared.db.unit_of_work import UnitOfWork


def find_plans(
    uow: UnitOfWork,
    communities: Collection[UUID],
    *,
    public_too: bool = False,
    after: UUID | None = None,
    limit: int | None = None,
) -> list[Plan]:
    """Return the plans of these communities, and with `public_too` everybody's public ones, by id."""
    seen = plans.c.community_id.in_(communities)
    found = select(Plan).where(seen | plans.c.public if public_too else seen)
    if after:
        found = found.where(plans.c.id > after)
    return list(uow.session.scalars(found.order_by(plans.c.id).limit(limit)))
