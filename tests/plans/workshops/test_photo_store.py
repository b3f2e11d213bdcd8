"""Files and rows stay together, whatever dies in between and wherever the files lie."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.plans.db.tables import photos
from services.plans.domain.workshops import Workshop
from services.plans.jobs import sweep_photos
from services.plans.use_cases.photo_files import PhotoStore, Size, read_picture
from services.plans.use_cases.photos import add_photos, stored
from shared.db.unit_of_work import Database
from shared.service import Runtime
from tests.clock import Clock
from tests.plans.places import Place
from tests.plans.workshops.making import make_photo, make_workshop, picture_file

PICTURE = read_picture(picture_file())
LONG = timedelta(days=2)


@pytest.fixture(params=["folder", "bucket"])
def photos_place(request: pytest.FixtureRequest) -> Place:
    place: Place = request.getfixturevalue(request.param)
    return place


@pytest.fixture
def workshop(database: Database) -> Workshop:
    return make_workshop(database)


def let_files_age(clock: Clock, by: timedelta = LONG) -> None:
    """Move the clock on, since nobody can set the time of what lies in a bucket."""
    clock.at = datetime.now(UTC) + by


def rows(database: Database) -> list[UUID]:
    with database.unit_of_work(read_only=True) as uow:
        return list(uow.session.scalars(select(photos.c.id)))


def holds(store: PhotoStore, photo_id: UUID, size: Size, content: bytes) -> bool:
    kept = store.photo(photo_id, size)
    return kept is not None and kept.content == content


def test_the_files_are_there_before_the_row_is(
    database: Database, store: PhotoStore, workshop: Workshop
) -> None:
    with stored(store, [PICTURE]) as (new,):
        assert holds(store, new.id, Size.LARGE, PICTURE.large)
        assert holds(store, new.id, Size.SMALL, PICTURE.small)
        assert rows(database) == []
        with database.unit_of_work() as uow:
            add_photos(uow, workshop.id, [new], None)

    assert rows(database) == [new.id]
    assert holds(store, new.id, Size.LARGE, PICTURE.large)


def test_files_that_no_row_took_are_removed_at_once(store: PhotoStore, photos_place: Place) -> None:
    with pytest.raises(KeyError), stored(store, [PICTURE, PICTURE]):
        raise KeyError

    assert photos_place.names() == []


def test_files_stay_when_nobody_knows_whether_their_row_was_committed(
    database: Database, store: PhotoStore, workshop: Workshop
) -> None:
    with suppress(ConnectionError), stored(store, [PICTURE]) as (new,), database.unit_of_work() as uow:
        add_photos(uow, workshop.id, [new], None)
        raise ConnectionError

    assert holds(store, new.id, Size.LARGE, PICTURE.large)


def test_the_same_photo_again_is_not_kept_twice(
    database: Database, store: PhotoStore, workshop: Workshop, photos_place: Place
) -> None:
    first, again = (make_photo(database, store, workshop) for _ in range(2))

    assert first.id == again.id
    assert rows(database) == [first.id]
    assert len(photos_place.names()) == 2


def test_a_document_is_kept_as_it_came_until_it_is_removed(store: PhotoStore, photos_place: Place) -> None:
    document_id = uuid4()
    assert store.document(document_id) is None

    store.put_document(document_id, b"%PDF-")
    kept = store.document(document_id)
    store.remove(document_id)
    store.remove(document_id)

    assert kept is not None
    assert kept.content == b"%PDF-"
    assert abs(datetime.now(UTC) - kept.since) < timedelta(minutes=1)
    assert photos_place.names() == []


def test_what_a_crash_left_without_a_row_is_swept_after_a_while(
    store: PhotoStore, workshop: Workshop, runtime: Runtime, photos_place: Place, clock: Clock
) -> None:
    kept = make_photo(runtime.database, store, workshop)
    store.put(uuid4(), PICTURE)
    store.put_document(uuid4(), b"%PDF-")
    photos_place.lay(f"{uuid4()}.large.jpg.part", b"half")
    let_files_age(clock)

    sweep_photos(runtime)

    assert photos_place.names() == [f"{kept.id}.large.jpg", f"{kept.id}.small.jpg"]


def test_files_whose_transaction_may_still_be_at_work_are_not_swept(
    store: PhotoStore, runtime: Runtime, photos_place: Place, clock: Clock
) -> None:
    store.put(uuid4(), PICTURE)
    let_files_age(clock, by=timedelta(hours=23))

    sweep_photos(runtime)

    assert len(photos_place.names()) == 2


def test_files_of_other_names_are_nobodys_to_sweep(
    runtime: Runtime, photos_place: Place, clock: Clock, store: PhotoStore
) -> None:
    theirs = sorted(["holiday.jpg", f"{uuid4()}.png", f"copy-of-{uuid4()}.large.jpg"])
    store.put(uuid4(), PICTURE)
    for name in theirs:
        photos_place.lay(name, b"mine")
    let_files_age(clock)

    sweep_photos(runtime)

    assert photos_place.names() == theirs


def test_a_house_without_photos_has_nothing_to_sweep(runtime: Runtime, photos_place: Place) -> None:
    sweep_photos(runtime)

    assert photos_place.names() == []
