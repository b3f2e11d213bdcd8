"""The three services in one process with the demo in their databases, told of each event when a test asks."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Table, delete, select

from deploy.demo.community import Demo
from deploy.demo.whole import load_whole
from deploy.house import House
from shared import resync
from shared.db.copies import Keep
from shared.events.inprocess import InProcessTransport
from shared.events.relay import relay_once
from shared.service import Runtime
from shared.settings import SERVICES, Settings
from tests.clock import Clock
from tests.conftest import missing
from tests.settings import settings_in


@dataclass
class Installation:
    """The services, their clock and the way between them."""

    house: House
    clock: Clock

    def runtime(self, service: str) -> Runtime:
        return self.house.runtimes[service]

    def settle(self) -> None:
        """Say what is being said again, and deliver until all is quiet."""
        busy = True
        while busy:
            runtimes = self.house.runtimes.values()
            said = [resync.say_page(each) for each in runtimes]
            sent = [relay_once(each.database, each.transport) for each in runtimes]
            busy = any(sent) or any(count is not None for count in said)

    def run_jobs(self) -> None:
        """Run every job once, and deliver what comes of it."""
        for _ in self.house.run_jobs():
            self.settle()

    def copies(self, service: str) -> list[Table]:
        handlers = self.runtime(service).service.handlers.values()
        return [handler.table for handler in handlers if isinstance(handler, Keep)]

    def rows(self, service: str, table: Table) -> list[tuple[Any, ...]]:
        with self.runtime(service).database.unit_of_work(read_only=True) as uow:
            return sorted(map(tuple, uow.session.execute(select(table))), key=lambda row: str(row[0]))

    def lose(self, service: str, *tables: Table) -> None:
        with self.runtime(service).database.unit_of_work() as uow:
            for table in tables:
                uow.session.execute(delete(table))

    def count(self, service: str, table: str) -> int:
        return len(self.rows(service, self.runtime(service).service.metadata.tables[table]))


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite files of an installation with the demo in it, made once."""
    settings = settings_in(tmp_path_factory.mktemp("demo"))
    load_whole(settings)
    return settings.data


@pytest.fixture(scope="session")
def demo_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of PostgreSQL databases with the demo in them, made once and only copied from."""
    administrator = os.environ.get("BACKCAST_TEST_POSTGRES_URL", "")
    if not administrator:
        missing("BACKCAST_TEST_POSTGRES_URL")
    name = f"demo_{uuid4().hex}"
    url = urlsplit(administrator)._replace(scheme="postgresql+psycopg", path=f"/{name}_{{service}}").geturl()
    with psycopg.connect(administrator, autocommit=True) as connection:
        for service in SERVICES:
            connection.execute(f'CREATE DATABASE "{name}_{service}"')
        settings = settings_in(tmp_path_factory.mktemp("demo"), database_url=url)
        house = House.open(settings)
        house.migrate()
        house.close()
        demo = Demo(settings)
        demo.load()
        demo.close()
        yield url
        for service in SERVICES:
            connection.execute(f'DROP DATABASE "{name}_{service}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an installation of a test's own, with the demo in it."""
    if request.param == "sqlite":
        files: Path = request.getfixturevalue("demo_files")
        shutil.copytree(files, tmp_path / "data")
        yield settings_in(tmp_path / "data")
        return
    url: str = request.getfixturevalue("demo_databases")
    made = urlsplit(url).path.strip("/").removesuffix("_{service}")
    mine = f"test_{uuid4().hex}"
    with psycopg.connect(os.environ["BACKCAST_TEST_POSTGRES_URL"], autocommit=True) as connection:
        for service in SERVICES:
            connection.execute(f'CREATE DATABASE "{mine}_{service}" TEMPLATE "{made}_{service}"')
        yield settings_in(tmp_path, database_url=url.replace(made, mine))
        for service in SERVICES:
            connection.execute(f'DROP DATABASE "{mine}_{service}" WITH (FORCE)')


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    clock, transport = Clock(datetime.now(UTC)), InProcessTransport()
    house = House.open(replace(settings, mail_url="mailbox:"), clock, transport)
    with ExitStack() as hearing:
        for name, runtime in house.runtimes.items():
            hearing.enter_context(transport.hearing(name, runtime.consumer.receive))
        yield Installation(house, clock)
    house.close()
