"""A database of the plans service on each engine, with a clock that tests move."""

from collections.abc import Callable, Iterator
from pathlib import Path

import flask
import pytest
from jinja2 import BytecodeCache

from services.plans.app import SERVICE
from services.plans.db.tables import EVENT_TABLES, METADATA
from services.plans.use_cases.photo_files import PhotoStore
from shared.contracts import Contract
from shared.db import migrations
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import NOON
from tests.services import runtime_over, said_in
from tests.settings import settings_in
from tests.shared.http.cast import Cast


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
def app(database: Database, clock: Clock, tmp_path: Path, compiled_templates: BytecodeCache) -> flask.Flask:
    made = runtime_over(database, SERVICE, clock, tmp_path).app()
    made.jinja_env.bytecode_cache = compiled_templates
    return made


@pytest.fixture
def people(app: flask.Flask, database: Database) -> Cast:
    return Cast(app, database, SERVICE.principals)


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    """Where the application keeps its photos."""
    return PhotoStore(settings_in(tmp_path).photos_folder)
