"""The photos of workshops."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import photos
from services.plans.domain.photos import Photo
from shared.db.unit_of_work import UnitOfWork


def photos_of(uow: UnitOfWork, workshop_id: UUID) -> list[Photo]:
    """Return the workshop's photos in the order in which they came."""
    found = select(Photo).where(photos.c.workshop_id == workshop_id)
    return list(uow.session.scalars(found.order_by(photos.c.number)))


def photo_in(uow: UnitOfWork, workshop_id: UUID, photo_id: UUID) -> Photo | None:
    """Return the photo, if it is one of that workshop."""
    found = select(Photo).where(photos.c.id == photo_id, photos.c.workshop_id == workshop_id)
    return uow.session.scalars(found).one_or_none()


def photos_with_rows(uow: UnitOfWork, photo_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these photos there are."""
    return set(uow.session.scalars(select(photos.c.id).where(photos.c.id.in_(photo_ids))))
