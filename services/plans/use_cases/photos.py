"""Keeping photos of a workshop's wall, saying what they show, and removing them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import select

from services.plans.db.queries.photos import photos_of
from services.plans.domain.photos import MOST_PHOTOS, Photo
from services.plans.domain.refusals import Refused
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.photo_files import PhotoStore, Picture
from services.plans.use_cases.workshops import locked_workshop
from shared.db.unit_of_work import UnitOfWork


@dataclass
class Stored:
    """A picture whose files are kept; `taken` once a transaction made a row for it."""

    id: UUID
    picture: Picture
    taken: bool = False


@contextmanager
def stored(store: PhotoStore, pictures: Sequence[Picture]) -> Iterator[list[Stored]]:
    """Write the pictures' files before the transaction inside begins, so that no row is ever without.

    Files that nothing in it took are removed again. Those of a transaction that failed after it took them
    stay, because it may have committed all the same, and are swept later if it did not.
    """
    kept = [Stored(uuid4(), picture) for picture in pictures]
    try:
        for each in kept:
            store.put(each.id, each.picture)
        yield kept
    finally:
        store.remove(*(each.id for each in kept if not each.taken))


def add_photos(
    uow: UnitOfWork, workshop_id: UUID, new: Sequence[Stored], added_by: UUID | None
) -> list[Photo]:
    """Add the pictures to the workshop and return their photos; one that it has already is not added again.

    Raises:
        NotFound: there is no such workshop.
        Refused: it would have more photos than a workshop keeps.
    """
    workshop = locked_workshop(uow, workshop_id)
    before = photos_of(uow, workshop_id)
    photos = {photo.sha256: photo for photo in before}
    numbers = count(before[-1].number + 1 if before else 1)
    for each in new:
        picture = each.picture
        if picture.sha256 in photos:
            continue
        photo = Photo(
            id=each.id,
            community_id=workshop.community_id,
            workshop_id=workshop_id,
            number=next(numbers),
            sha256=picture.sha256,
            width=picture.width,
            height=picture.height,
            added_at=uow.now,
            added_by=added_by,
        )
        photos[picture.sha256] = photo
        uow.session.add(photo)
    if len(photos) > MOST_PHOTOS:
        raise Refused(f"A workshop keeps {MOST_PHOTOS} photos. Remove some first, or send fewer.")
    uow.session.flush()
    for each in new:
        each.taken = photos[each.picture.sha256].id == each.id
    return [photos[sha256] for sha256 in dict.fromkeys(each.picture.sha256 for each in new)]


def describe_photo(
    uow: UnitOfWork, workshop_id: UUID, photo_id: UUID, expected_version: int, alt: str
) -> Photo:
    """Say what the photo shows; raise NotFound, or Conflict when somebody else said it meanwhile."""
    photo = _locked(uow, workshop_id, photo_id, expected_version)
    photo.describe(alt)
    uow.session.flush()
    return photo


def remove_photo(uow: UnitOfWork, workshop_id: UUID, photo_id: UUID, expected_version: int) -> None:
    """Remove the photo's row; its files go once this has committed. Raises as describe_photo does."""
    uow.session.delete(_locked(uow, workshop_id, photo_id, expected_version))
    uow.session.flush()


def _locked(uow: UnitOfWork, workshop_id: UUID, photo_id: UUID, expected_version: int) -> Photo:
    photo = uow.session.scalars(
        select(Photo)
        .filter_by(id=photo_id, workshop_id=workshop_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if photo is None:
        raise NotFound
    if photo.version != expected_version:
        raise Conflict.with_current(uow, photo)
    return photo
