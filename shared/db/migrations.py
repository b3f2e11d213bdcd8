"""Alembic without an ini file: each service's revisions, run from code in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from shared.crash_points import reach
from shared.db.unit_of_work import Database
from shared.events.transactions import DatabaseUnavailable

_POSTGRESQL_START = (
    # The limits of ordinary transactions are too short for a table's rewriting; the wait for another
    # process that migrates has an end all the same.
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL lock_timeout = '60s'",
    "SELECT pg_advisory_xact_lock(hashtext('backcast migrations'))",
    # Waiting longer than this for a table would hold up everybody behind us in its queue.
    "SET LOCAL lock_timeout = '2s'",
)


def upgrade(database: Database, package: str) -> None:
    """Bring the database to the newest revision in the package (such as "services.plans.db.migrations").

    It is all or nothing on both engines, and several processes may try at once.
    """
    _make_folder(database)
    script = _script(package)
    with _exclusive(database) as connection:
        context = EnvironmentContext(_CONFIG, script, fn=lambda at, _: script._upgrade_revs("head", at))  # noqa: SLF001
        with context:
            context.configure(
                connection=connection,
                target_metadata=database.metadata,
                version_table=_version_table(database),
                render_as_batch=True,
            )
            reach("migration.begun")
            context.run_migrations()
            reach("migration.done")


def check(database: Database, package: str) -> str | None:
    """Return None when the database is at the newest revision, else what is the matter."""
    try:
        with database.engine.connect() as connection:
            options = {"version_table": _version_table(database)}
            current = MigrationContext.configure(connection, opts=options).get_current_revision()
    except DatabaseUnavailable as fault:
        return str(fault)
    newest = _script(package).get_current_head()
    return (
        None if current == newest else f"the database is at revision {current}, this release needs {newest}"
    )


def drift(database: Database, metadata: MetaData) -> list[Any]:
    """Return what differs between the database's tables and the metadata; empty when nothing does."""
    with database.engine.connect() as connection:
        unseen = set(connection.scalars(text(_VIRTUAL))) if database.dialect == "sqlite" else set()
        options = {
            "version_table": _version_table(database),
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or name not in unseen,
        }
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


_CONFIG = Config()
_VIRTUAL = "SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')"
"""Indexes of words, which SQLite keeps as tables; no metadata can declare them."""


def _version_table(database: Database) -> str:
    return f"alembic_version_{database.service}"


@cache
def _script(package: str) -> ScriptDirectory:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"no package of migrations at {package}")
    folder = Path(next(iter(spec.submodule_search_locations)))
    return ScriptDirectory(str(folder), version_locations=[str(folder / "versions")])


def _make_folder(database: Database) -> None:
    url = database.engine.url
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def _exclusive(database: Database) -> Iterator[Connection]:
    """Open the one transaction in which to migrate, alone among all processes."""
    begin, statements = _BEGINNINGS[database.engine.dialect.name]
    with database.engine.connect() as connection, begin(connection):
        for statement in statements:
            connection.exec_driver_sql(statement)
        yield connection


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Begin on SQLite with the keys unwatched, and check them all before the commit.

    Alembic changes a table there by copying and dropping it, and a drop deletes what refers to it. The
    pragma does nothing inside a transaction, so it goes past SQLAlchemy, which would begin one.
    """
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
    try:
        with connection.begin():
            yield
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration would leave broken references: {broken[:5]}")
    finally:
        raw.execute("PRAGMA foreign_keys = ON")  # type: ignore[union-attr]


_BEGINNINGS: dict[str, tuple[Callable[[Connection], AbstractContextManager[object]], tuple[str, ...]]] = {
    "sqlite": (_without_foreign_keys, ()),
    "postgresql": (Connection.begin, _POSTGRESQL_START),
}
