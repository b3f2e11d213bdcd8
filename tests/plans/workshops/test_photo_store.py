"""Files and rows stay together, whatever dies in between."""

import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.plans.app import SERVICE
from services.plans.db.tables import photos
from services.plans.domain.workshops import Workshop
from services.plans.jobs import sweep_photos
from services.plans.use_cases.photo_files import PhotoStore, Size, read_picture
from services.plans.use_cases.photos import add_photos, stored
from shared.db.unit_of_work import Database
from shared.service import Runtime
from tests.clock import Clock
from tests.plans.workshops.making import make_photo, make_workshop, picture_file
from tests.services import runtime_over

PICTURE = read_picture(picture_file())
LONG_AGO = timedelta(days=2)


@pytest.fixture
def workshop(database: Database) -> Workshop:
    return make_workshop(database)


@pytest.fixture
def runtime(database: Database, clock: Clock, tmp_path: Path) -> Runtime:
    return runtime_over(database, SERVICE, clock, tmp_path)


def files_in(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "photos").glob("*"))


def let_age(tmp_path: Path, clock: Clock, by: timedelta = LONG_AGO) -> None:
    then = (clock.at - by).timestamp()
    for path in (tmp_path / "photos").glob("*"):
        os.utime(path, (then, then))


def rows(database: Database) -> list[UUID]:
    with database.unit_of_work(read_only=True) as uow:
        return list(uow.session.scalars(select(photos.c.id)))


def test_the_files_are_there_before_the_row_is(
    database: Database, store: PhotoStore, workshop: Workshop
) -> None:
    with stored(store, [PICTURE]) as (new,):
        assert all(store.path(new.id, size).exists() for size in Size)
        assert rows(database) == []
        with database.unit_of_work() as uow:
            add_photos(uow, workshop.id, [new], None)

    assert rows(database) == [new.id]
    assert store.path(new.id, Size.LARGE).read_bytes() == PICTURE.large


def test_files_that_no_row_took_are_removed_at_once(store: PhotoStore, tmp_path: Path) -> None:
    with pytest.raises(KeyError), stored(store, [PICTURE]):
        raise KeyError

    assert files_in(tmp_path) == []


def test_files_stay_when_nobody_knows_whether_their_row_was_committed(
    database: Database, store: PhotoStore, workshop: Workshop
) -> None:
    with suppress(ConnectionError), stored(store, [PICTURE]) as (new,), database.unit_of_work() as uow:
        add_photos(uow, workshop.id, [new], None)
        raise ConnectionError

    assert store.path(new.id, Size.LARGE).exists()


def test_the_same_photo_again_is_not_kept_twice(
    database: Database, store: PhotoStore, workshop: Workshop, tmp_path: Path
) -> None:
    first, again = (make_photo(database, store, workshop) for _ in range(2))

    assert first.id == again.id
    assert rows(database) == [first.id]
    assert len(files_in(tmp_path)) == 2


def test_what_a_crash_left_without_a_row_is_swept_after_a_while(
    store: PhotoStore, workshop: Workshop, runtime: Runtime, tmp_path: Path, clock: Clock
) -> None:
    kept = make_photo(runtime.database, store, workshop)
    store.put(uuid4(), PICTURE)
    unfinished = tmp_path / "photos" / f"{uuid4()}.large.jpg.part"
    unfinished.write_bytes(b"half")
    let_age(tmp_path, clock)

    sweep_photos(runtime)

    assert files_in(tmp_path) == [f"{kept.id}.large.jpg", f"{kept.id}.small.jpg"]


def test_files_whose_transaction_may_still_be_at_work_are_not_swept(
    store: PhotoStore, runtime: Runtime, tmp_path: Path, clock: Clock
) -> None:
    store.put(uuid4(), PICTURE)
    let_age(tmp_path, clock, by=timedelta(hours=23))

    sweep_photos(runtime)

    assert len(files_in(tmp_path)) == 2


def test_files_of_other_names_are_nobodys_to_sweep(
    runtime: Runtime, tmp_path: Path, clock: Clock, store: PhotoStore
) -> None:
    store.put(uuid4(), PICTURE)
    (tmp_path / "photos" / "holiday.jpg").write_bytes(b"mine")
    let_age(tmp_path, clock)

    sweep_photos(runtime)

    assert files_in(tmp_path) == ["holiday.jpg"]


def test_a_house_without_photos_has_nothing_to_sweep(runtime: Runtime, tmp_path: Path) -> None:
    sweep_photos(runtime)

    assert not (tmp_path / "photos").exists()
