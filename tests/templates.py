"""Databases that are migrated once, and of which each test gets a copy: that is ten times as quick."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from shared.db.migrations import upgrade
from shared.db.unit_of_work import Database
from tests.emptying import emptied, shape_of
from tests.servers import fresh_database


class Templates:
    """A migrated database of each service on each engine, made when a test first wants it.

    Args:
        folder: where the SQLite files lie.
        until: what ends the databases on servers when it ends.
    """

    def __init__(self, folder: Path, until: ExitStack) -> None:
        self._folder, self._until, self._names = folder, until, dict[str, str]()
        self._free: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    def copy_sqlite(self, service: str, to: Path) -> None:
        """Put a copy of the service's database there."""
        template = self._folder / f"{service}.sqlite3"
        if not template.exists():
            _migrate(service, f"sqlite:///{template}")
        shutil.copyfile(template, to)

    @contextmanager
    def postgresql(self, service: str, administrator: str) -> Iterator[str]:
        """Lend the URL (postgresql://) of a database of the service without rows, new or used before."""
        url, shape = self._free[service].pop() if self._free[service] else self._copy(service, administrator)
        yield url
        if emptied(url, shape):
            self._free[service].append((url, shape))

    def _copy(self, service: str, administrator: str) -> tuple[str, str]:
        template = self._postgresql_name(service, administrator)
        url = self._until.enter_context(fresh_database(administrator, template=template))
        return url, shape_of(url)

    def _postgresql_name(self, service: str, administrator: str) -> str:
        if service not in self._names:
            url = urlsplit(self._until.enter_context(fresh_database(administrator)))
            _migrate(service, url._replace(scheme="postgresql+psycopg").geturl())
            self._names[service] = url.path.removeprefix("/")
        return self._names[service]


def _migrate(service: str, url: str) -> None:
    tables = import_module(f"services.{service}.db.tables")
    database = Database(service, url, tables.METADATA, tables.EVENT_TABLES)
    try:
        upgrade(database, f"services.{service}.db.migrations")
    finally:
        database.engine.dispose()
