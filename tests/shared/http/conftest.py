from collections.abc import Iterator
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient

from shared.clock import fixed
from shared.contracts import OrganisationChanged
from shared.db.metadata import new_metadata
from shared.db.principals import add_principal_copies
from shared.db.unit_of_work import Database
from shared.events.inbox import Consumer
from shared.events.parked import ParkedEvents
from shared.events.tables import add_event_tables
from shared.http.app import create_app
from shared.http.links import Links
from shared.http.site import Site
from shared.settings import Settings
from tests.settings import settings_in
from tests.shared.http.broker import Broker
from tests.shared.http.cast import NOW, THING, Cast
from tests.shared.http.ear import Ear
from tests.shared.http.routes import api, pages

METADATA = new_metadata()
PRINCIPALS = add_principal_copies(METADATA)
TABLES = add_event_tables(METADATA)


@pytest.fixture
def base_url() -> str:
    return "http://127.0.0.1:8000"


@pytest.fixture
def settings(tmp_path: Path, base_url: str) -> Settings:
    return settings_in(tmp_path, base_url=base_url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database("plans", settings.database_url_of("plans"), METADATA, TABLES, fixed(NOW))
    METADATA.create_all(database.engine)
    yield database
    database.engine.dispose()


@pytest.fixture
def transport() -> Broker:
    return Broker()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def consumer(database: Database, ear: Ear) -> Consumer:
    return Consumer(database, {OrganisationChanged: ear})


@pytest.fixture
def app(settings: Settings, database: Database, transport: Broker, consumer: Consumer) -> flask.Flask:
    return create_app(
        Site(
            name="plans",
            title="Plans",
            settings=settings,
            database=database,
            clock=fixed(NOW),
            links=Links(settings.secret_keys, fixed(NOW)),
            principals=PRINCIPALS,
            transport=transport,
            parked=ParkedEvents(database, consumer),
            things={"thing_id": THING},
            api=(api(),),
            web=(pages(),),
        )
    )


@pytest.fixture
def client(app: flask.Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def people(app: flask.Flask, database: Database) -> Cast:
    return Cast(app, database, PRINCIPALS)
