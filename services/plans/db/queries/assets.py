"""Which assets workshops found, what commitments build on, and which workshops they came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import assets, commitment_assets, commitments, contributions, origins, workshops
from services.plans.domain.assets import Asset
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The workshop that a commitment came from, and what the note on its wall said."""

    commitment_id: UUID
    workshop_id: UUID
    held_on: date
    method: str
    place: str
    note: str | None


def assets_of(uow: UnitOfWork, workshop_id: UUID) -> list[Asset]:
    """Return what the workshop found, in the order in which it was written."""
    found = select(Asset).where(assets.c.workshop_id == workshop_id)
    return list(uow.session.scalars(found.order_by(assets.c.number, assets.c.id)))


def assets_in_plan(uow: UnitOfWork, plan_id: UUID) -> list[Asset]:
    """Return the assets of the workshops that led to the plan, the oldest workshop's first."""
    led_here = select(contributions.c.workshop_id).where(contributions.c.plan_id == plan_id)
    found = select(Asset).join(workshops, assets.c.workshop_id == workshops.c.id)
    ordered = (workshops.c.held_on, workshops.c.id, assets.c.number, assets.c.id)
    return list(uow.session.scalars(found.where(workshops.c.id.in_(led_here)).order_by(*ordered)))


def built_on(uow: UnitOfWork, commitment_id: UUID) -> list[Asset]:
    """Return the assets that the commitment builds on."""
    linked = select(commitment_assets.c.asset_id).where(commitment_assets.c.commitment_id == commitment_id)
    found = select(Asset).where(assets.c.id.in_(linked))
    return list(uow.session.scalars(found.order_by(assets.c.workshop_id, assets.c.number, assets.c.id)))


def origin_of(uow: UnitOfWork, commitment_id: UUID) -> Origin | None:
    """Return the workshop that the commitment came from, if it is noted."""
    found = _ORIGINS.where(origins.c.commitment_id == commitment_id)
    row = uow.session.execute(found).one_or_none()
    return Origin(**row._mapping) if row else None  # noqa: SLF001  # SQLAlchemy's public way.


def origins_in_plan(uow: UnitOfWork, plan_id: UUID) -> list[Origin]:
    """Return where the plan's commitments came from, by their references."""
    found = _ORIGINS.join(commitments, origins.c.commitment_id == commitments.c.id)
    rows = uow.session.execute(
        found.where(commitments.c.plan_id == plan_id).order_by(commitments.c.reference)
    )
    return [Origin(**row._mapping) for row in rows]  # noqa: SLF001  # The same.


def builders_in_plan(uow: UnitOfWork, plan_id: UUID) -> Mapping[UUID, list[UUID]]:
    """Return by each asset the plan's commitments that build on it."""
    link = commitment_assets.c
    found = select(link.asset_id, link.commitment_id).join(
        commitments, link.commitment_id == commitments.c.id
    )
    builders: dict[UUID, list[UUID]] = {}
    rows = uow.session.execute(
        found.where(commitments.c.plan_id == plan_id).order_by(commitments.c.reference)
    )
    for row in rows:
        builders.setdefault(row.asset_id, []).append(row.commitment_id)
    return builders


_ORIGINS = select(
    origins.c.commitment_id,
    origins.c.workshop_id,
    workshops.c.held_on,
    workshops.c.method,
    workshops.c.place,
    origins.c.note,
).join(workshops, origins.c.workshop_id == workshops.c.id)
