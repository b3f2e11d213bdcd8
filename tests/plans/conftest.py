"""A database of the plans service on each engine, with a clock that tests move."""

from collections.abc import Callable, Iterator
from pathlib import Path

import flask
import pytest
from jinja2 import BytecodeCache

from services.plans.app import SERVICE
from services.plans.db.tables import EVENT_TABLES, METADATA
from services.plans.use_cases.photo_files import PhotoStore, photo_store
from shared.contracts import Contract
from shared.db import migrations
from shared.db.unit_of_work import Database
from shared.service import Runtime
from tests.clock import Clock
from tests.plans.factories import NOON
from tests.plans.places import Bucket, Folder, Place
from tests.services import runtime_over, said_in
from tests.shared.http.cast import Cast
from tests.storage import keys_to


@pytest.fixture
def tables_of() -> str:
    return "plans"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def database(database_url: str, clock: Clock) -> Iterator[Database]:
    made = Database("plans", database_url, METADATA, EVENT_TABLES, clock)
    migrations.upgrade(made, "services.plans.db.migrations")
    yield made
    made.engine.dispose()


@pytest.fixture
def said(database: Database) -> Callable[[], list[Contract]]:
    """Everything that was published so far, in its order."""
    return lambda: said_in(database)


@pytest.fixture
def runtime(database: Database, clock: Clock, tmp_path: Path, photos_place: Place) -> Runtime:
    return runtime_over(database, SERVICE, clock, tmp_path, photos=photos_place.address)


@pytest.fixture
def app(runtime: Runtime, compiled_templates: BytecodeCache) -> flask.Flask:
    made = runtime.app()
    made.jinja_env.bytecode_cache = compiled_templates
    return made


@pytest.fixture
def people(app: flask.Flask, database: Database) -> Cast:
    return Cast(app, database, SERVICE.principals)


@pytest.fixture
def folder(tmp_path: Path) -> Place:
    return Folder(tmp_path / "photos")


@pytest.fixture
def bucket(s3_url: str, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An empty bucket, with the keys to it where a process finds them, and a part of it for the photos."""
    for name, value in keys_to(s3_url).items():
        monkeypatch.setenv(name, value)
    return Bucket.fresh(s3_url)


@pytest.fixture
def photos_place(folder: Place) -> Place:
    """Where photos lie; a module that is about that asks for others."""
    return folder


@pytest.fixture
def store(runtime: Runtime) -> PhotoStore:
    """Where the application keeps its photos."""
    return photo_store(runtime.settings)
