"""Fixtures that every test may use: a real database of each kind, and a real broker."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from deploy.servers.loan import POSTGRESQL, RABBITMQ, RABBITMQ_API
from tests.servers import fresh_database, fresh_host


def missing(what: str) -> None:
    """Skip on a laptop that lacks a server; fail where all of them are promised."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not set, and CI runs every tier")
    pytest.skip(f"{what} is not set")


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """The pages' templates, compiled once for all tests and not once for each application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/test.sqlite3"


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """A fresh database on the server that BACKCAST_TEST_POSTGRES_URL (an administrator's) names."""
    administrator = os.environ.get(POSTGRESQL, "")
    if not administrator:
        missing(POSTGRESQL)
    with fresh_database(administrator) as url:
        yield urlsplit(url)._replace(scheme="postgresql+psycopg").geturl()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, empty database, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def rabbitmq_url() -> Iterator[str]:
    """The URL of a fresh virtual host on the broker that BACKCAST_TEST_RABBITMQ_URL names."""
    broker, api = (os.environ.get(name, "") for name in (RABBITMQ, RABBITMQ_API))
    if not (broker and api):
        missing(f"{RABBITMQ} or {RABBITMQ_API}")
    with fresh_host(broker, api) as url:
        yield url
