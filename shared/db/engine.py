"""SQLAlchemy engines for the two databases, with the settings that make their transactions real."""

import os
import stat
import time
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy
from sqlalchemy import URL, Connection, Dialect, Engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from shared.events.transactions import DatabaseUnavailable

__all__ = ["DatabaseUnavailable", "create_engine"]

_READ_ONLY = "backcast_read_only"
"""The execution option of a SQLite connection whose transactions only read."""

_READING: dict[str, dict[str, object]] = {
    "sqlite": {_READ_ONLY: True},
    # The driver says both along with its BEGIN, which saves asking for them in a round trip of their own.
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
"""The execution options of connections whose transactions see one snapshot and cannot write."""

_GLANCING: dict[str, dict[str, object]] = {
    "sqlite": {_READ_ONLY: True},
    # Without a BEGIN and a COMMIT two of four round trips are saved.
    "postgresql": {"isolation_level": "AUTOCOMMIT"},
}
"""The execution options of connections on which each statement reads by itself."""

_PRAGMAS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
_SQLITE_MOMENTARY = frozenset({5, 6, 10, 13, 14})
"""SQLITE_BUSY, LOCKED, IOERR, FULL and CANTOPEN: nothing is wrong with the statement."""
_SPARE = 10
"""In one process other services' threads deliver their events here too; a connection to a file is cheap."""

_PRIMARY_CODE = 0xFF
"""SQLite's error codes carry details in the bits above these."""

OLDEST_SQLITE = (3, 51, 3)
"""Older libraries can lose what was committed, where two connections share a write-ahead log."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO

_USED_AT = "used_at"
_IDLE_SECONDS = 5.0
"""A connection of the pool that was used more recently is trusted to be alive."""

_POSTGRESQL_OPTIONS = {
    "timezone": "UTC",
    # Compiling costs a hundred times what our short statements take, whenever a planner expects too much.
    "jit": "off",
    "lock_timeout": "2s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "90s",
}


class UnsafeLibrary(RuntimeError):
    """The SQLite library is too old to keep what it has committed."""

    def __init__(self, version: str) -> None:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        super().__init__(f"SQLite {version} can lose data: {oldest} or newer is needed (package pysqlite3)")


def create_engine(url: str, *, threads: int = 8) -> Engine:
    """Return the engine for the URL, with a connection for each of the threads.

    Its transactions take SQLite's write lock at their beginning, because a read lock that turns into a write
    lock later fails at once under load. Those that only read are for `reading`.
    """
    parsed = make_url(url)
    engine = _MAKERS[parsed.get_backend_name()](parsed, threads + 2)
    event.listen(engine, "handle_error", _translate)
    _forget_after_fork(engine)
    return engine


def reading(engine: Engine) -> Engine:
    """Return the engine, with the same pool, for transactions that see one snapshot and cannot write."""
    return engine.execution_options(**_READING[engine.dialect.name])


def glancing(engine: Engine) -> Engine:
    """Return the engine, with the same pool, for statements that need not see the same moment."""
    return engine.execution_options(**_GLANCING[engine.dialect.name])


def _sqlite(url: URL, connections: int) -> Engine:
    # Debian's own SQLite has the WAL-reset bug; this package brings a library without it. It is imported
    # here because an installation on PostgreSQL alone may not have it.
    from pysqlite3 import dbapi2  # noqa: PLC0415  # As said above.

    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise UnsafeLibrary(dbapi2.sqlite_version)
    engine = sqlalchemy.create_engine(
        url, module=dbapi2, hide_parameters=True, pool_size=connections, max_overflow=_SPARE, pool_timeout=5
    )
    event.listen(engine, "connect", partial(_keep_private, url.database or ""))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _keep_private(path: str, _connection: object, _record: object) -> None:
    """Let nobody else on the machine read the database; SQLite gives its mode to the files beside it."""
    for each in (Path(path), Path(f"{path}-wal"), Path(f"{path}-shm")):
        # By name alone: opening the file here and closing it would drop the locks that SQLite holds.
        if path and each.exists() and each.stat().st_mode & OTHERS:
            each.chmod(stat.S_IRUSR | stat.S_IWUSR)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Without this the driver begins transactions by itself: late, and never before a SELECT or a CREATE.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _postgresql(url: URL, connections: int) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in _POSTGRESQL_OPTIONS.items())
    engine = sqlalchemy.create_engine(
        url,
        # A row of a list has four such cells, and what Python has of its own takes several times as long.
        json_deserializer=msgspec.json.decode,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=5,
        connect_args={
            "options": options,
            "connect_timeout": 5,
            "keepalives_idle": 30,
            "tcp_user_timeout": 30000,
        },
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ping_after_idleness)
    return engine


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = time.monotonic()


def _ping_after_idleness(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Look whether a connection still lives that nobody has used for a while; the pool then takes another.

    Asking before each transaction would be a round trip more for all of them. One that dies right after it
    was used is met by its next transaction, which is answered "try again" like any that a database cuts off.
    """
    if time.monotonic() - record.info.get(_USED_AT, time.monotonic()) > _IDLE_SECONDS:
        try:
            connection.autocommit = True
            connection.execute("")
            connection.autocommit = False
        except Exception as fault:
            raise DisconnectionError("the connection died while nobody used it") from fault


_MAKERS: dict[str, Callable[[URL, int], Engine]] = {"sqlite": _sqlite, "postgresql": _postgresql}


def _translate(context: ExceptionContext) -> None:
    """Say DatabaseUnavailable where the statement is not at fault, whichever driver complains."""
    fault = context.original_exception
    if _is_momentary(fault, context.dialect):
        raise DatabaseUnavailable(str(fault)) from fault


def _is_momentary(fault: BaseException, dialect: Dialect) -> bool:
    if dialect.name == "sqlite":
        return getattr(fault, "sqlite_errorcode", 0) & _PRIMARY_CODE in _SQLITE_MOMENTARY
    # psycopg keeps its OperationalError for what the server or the way to it could not do.
    return isinstance(fault, dialect.loaded_dbapi.OperationalError)


def _forget_after_fork(engine: Engine) -> None:
    """Leave a forked child with an empty pool: two processes on one connection would mix their answers."""
    reference = weakref.ref(engine)

    def forget() -> None:
        inherited = reference()
        if inherited is not None:
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
