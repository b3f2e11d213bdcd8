"""Fixtures that every test may use: a real database of each kind, and a real broker."""

import gc
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from deploy.servers.loan import POSTGRESQL, RABBITMQ, RABBITMQ_API
from tests.servers import fresh_database, fresh_host
from tests.storage import MOTO, storage_server
from tests.templates import Templates

BEGUN_FIRST = ("system", "typed", "browser")
"""The folders of the longest tests. Begun last, one of them would keep one core busy and the other idle."""


class SharedCache(LRUCache[Any, Any]):
    """What statements compile to, for all databases of one kind, by the kind and not by the database."""

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_of_its_kind(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_of_its_kind(key), value)

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_its_kind(key), default)


def _of_its_kind(key: Any) -> Any:
    dialect, *rest = key
    return (dialect.name, *rest)


def pytest_configure() -> None:
    """Let tests share what is compiled again for each of them otherwise, and is always the same."""
    _share_statements()
    _share_routes()


def _share_statements() -> None:
    shared = SharedCache(20_000)
    of_all = property(lambda _engine: shared, lambda _engine, _own: None)
    Engine._compiled_cache = of_all  # type: ignore[assignment]  # noqa: SLF001  # There is no public place for it.


def _share_routes() -> None:
    compiled_from = Rule._compile_builder  # noqa: SLF001  # There is no public place to keep it.
    known: dict[str, Callable[..., tuple[str, str]]] = {}

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT002  # werkzeug's form.
        key = repr((rule._trace, rule.defaults, append_unknown))  # noqa: SLF001  # All that it is made from.
        if key not in known:
            known[key] = compiled_from(rule, append_unknown)
        return known[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign, assignment]  # noqa: SLF001


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A file names no test by its bytes: a workbook holds when it was made, and each worker makes it."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin the longest tests first."""
    items.sort(key=lambda item: item.path.parent.name not in BEGUN_FIRST)


def pytest_collection_finish() -> None:
    """Let the collections of garbage pass over what is there for good, and come seldom: it saves a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def missing(what: str, why: str = "is not set") -> None:
    """Skip on a laptop that lacks a server; fail where all of them are promised."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} {why}, and CI runs every tier")
    pytest.skip(f"{what} {why}")


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """The pages' templates, compiled once for all tests and not once for each application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    """Migrated databases to copy from."""
    with ExitStack() as until:
        yield Templates(tmp_path_factory.mktemp("databases"), until)


@pytest.fixture
def tables_of() -> str | None:
    """The service whose tables a fresh database has; a folder of one service's tests says which."""
    return None


@pytest.fixture
def sqlite_url(tmp_path: Path, templates: Templates, tables_of: str | None) -> str:
    file = tmp_path / "test.sqlite3"
    if tables_of:
        templates.copy_sqlite(tables_of, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(templates: Templates, tables_of: str | None) -> Iterator[str]:
    """A database of its own on the server that BACKCAST_TEST_POSTGRES_URL (an administrator's) names."""
    administrator = os.environ.get(POSTGRESQL, "")
    if not administrator:
        missing(POSTGRESQL)
    lent = templates.postgresql(tables_of, administrator) if tables_of else fresh_database(administrator)
    with lent as url:
        yield urlsplit(url)._replace(scheme="postgresql+psycopg").geturl()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database without rows, once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def s3_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The endpoint of a server for S3-compatible storage, started for the first test that needs it."""
    try:
        python = MOTO.python()
    except subprocess.CalledProcessError:
        missing(MOTO.name, "cannot be installed")
    with storage_server(python, tmp_path_factory.mktemp("storage") / "log") as url:
        yield url


@pytest.fixture
def rabbitmq_url() -> Iterator[str]:
    """The URL of a fresh virtual host on the broker that BACKCAST_TEST_RABBITMQ_URL names."""
    broker, api = (os.environ.get(name, "") for name in (RABBITMQ, RABBITMQ_API))
    if not (broker and api):
        missing(f"{RABBITMQ} or {RABBITMQ_API}")
    with fresh_host(broker, api) as url:
        yield url
