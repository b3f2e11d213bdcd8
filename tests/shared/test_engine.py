"""Transactions are real on both engines, and a database that is not there says so in one way."""

import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from pysqlite3 import dbapi2
from sqlalchemy import Connection, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from shared.db import turns
from shared.db.engine import DatabaseUnavailable, UnsafeLibrary, create_engine
from shared.db.turns import Turns
from shared.db.unit_of_work import Database, UnitOfWork
from tests.shared import migrated
from tests.shared.migrated import ORGANISATIONS, THINGS
from tests.waiting import eventually

PRAGMAS = {"foreign_keys": 1, "busy_timeout": 5000, "synchronous": 2, "secure_delete": 1}


@pytest.fixture
def database(database_url: str) -> Database:
    return migrated.new_database(database_url)


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Database:
    return migrated.new_database(sqlite_url)


@pytest.fixture
def on_postgresql(postgresql_url: str) -> Database:
    return migrated.new_database(postgresql_url)


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(THINGS)) or 0


def test_each_connection_of_the_pool_has_the_settings_that_keep_data_safe(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url, threads=5)

    connections = [engine.connect() for _ in range(5)]

    for connection in connections:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
        assert found == PRAGMAS
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        connection.close()


def test_the_sqlite_library_has_the_wal_reset_fix(on_sqlite: Database) -> None:
    with on_sqlite.engine.connect() as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()

    assert tuple(int(part) for part in version.split(".")) >= (3, 51, 3)


def test_a_library_without_the_wal_reset_fix_is_refused(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 40, 1))

    with pytest.raises(UnsafeLibrary, match=r"3\.51\.3 or newer"):
        create_engine(sqlite_url)


def test_the_files_of_a_database_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "plans.sqlite3"
    path.touch(mode=0o644)

    database = migrated.new_database(f"sqlite:///{path}")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE told (secret TEXT)")
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}

    names = ("plans.sqlite3", "plans.sqlite3-wal", "plans.sqlite3-shm")
    assert modes == dict.fromkeys(names, 0o600)


def test_every_postgresql_session_lives_in_utc(on_postgresql: Database) -> None:
    with on_postgresql.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW timezone").scalar() == "UTC"
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "2s"


def test_a_table_made_in_a_transaction_goes_with_its_rollback(database: Database) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE passing (id INTEGER)")
        connection.rollback()

    assert "passing" not in inspect(database.engine).get_table_names()


def test_a_reader_sees_one_snapshot(database: Database) -> None:
    with database.unit_of_work(read_only=True) as reading:
        before = count(reading.session.connection())
        with database.unit_of_work() as writing:
            writing.session.execute(insert(THINGS), {"id": uuid4()})
        after = count(reading.session.connection())

    assert (before, after) == (0, 0)


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.unit_of_work(read_only=True) as uow:
        uow.session.execute(insert(THINGS), {"id": uuid4()})

    with database.unit_of_work() as uow:
        uow.session.execute(insert(THINGS), {"id": uuid4()})


def test_values_never_appear_in_the_text_of_an_error(database: Database) -> None:
    same = uuid4()

    with pytest.raises(DBAPIError) as fault, database.unit_of_work() as uow:
        uow.session.execute(insert(THINGS), [{"id": same}, {"id": same}])

    assert "parameters hidden" in str(fault.value)


def test_threads_that_write_at_once_all_have_their_turn(database: Database) -> None:
    def write() -> None:
        for _ in range(10):
            with database.unit_of_work() as uow:
                seen = count(uow.session.connection())
                uow.session.execute(insert(THINGS), {"id": uuid4()})
                assert count(uow.session.connection()) >= seen + 1

    together(write, threads=6)

    with database.engine.connect() as connection:
        assert count(connection) == 60


def together(work: Callable[[], None], threads: int) -> None:
    running = [threading.Thread(target=work) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    queue, came = Turns(), []

    def take(number: int) -> None:
        with queue.take():
            came.append(number)

    with queue.take():
        waiting = [threading.Thread(target=take, args=(number,)) for number in range(5)]
        for position, thread in enumerate(waiting):
            thread.start()
            eventually(lambda due=position + 2: queue.length == due)  # type: ignore[misc]
    for thread in waiting:
        thread.join()

    assert came == [0, 1, 2, 3, 4]


def test_a_turn_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.05)
    queue, faults = Turns(), []

    def take() -> None:
        try:
            with queue.take():
                pass
        except DatabaseUnavailable as fault:
            faults.append(fault)

    with queue.take():
        together(take, threads=2)

    with queue.take():
        assert len(faults) == 2


def test_a_unit_of_work_inside_another_is_a_mistake_that_shows_at_once(on_sqlite: Database) -> None:
    with on_sqlite.unit_of_work(), pytest.raises(RuntimeError, match="inside another"):
        on_sqlite.unit_of_work().__enter__()


def test_a_locked_database_is_unavailable(on_sqlite: Database) -> None:
    other = create_engine(str(on_sqlite.engine.url))
    with other.connect() as holder, holder.begin(), on_sqlite.engine.connect() as impatient:
        impatient.connection.driver_connection.execute("PRAGMA busy_timeout = 50")  # type: ignore[union-attr]

        with pytest.raises(DatabaseUnavailable, match="locked"):
            impatient.begin()


def test_a_full_disk_is_unavailable_takes_the_transaction_back_and_works_again_with_room(
    on_sqlite: Database,
) -> None:
    large = {"version": 1, "community_id": uuid4(), "name": "x" * 100_000}
    with pytest.raises(DatabaseUnavailable, match="full"):
        fill(on_sqlite, [{"id": uuid4(), **large} for _ in range(100)])

    with on_sqlite.unit_of_work() as uow:
        uow.session.connection().exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert uow.session.scalar(select(func.count()).select_from(ORGANISATIONS)) == 0
        uow.session.execute(insert(ORGANISATIONS).values(id=uuid4(), **large))
    with on_sqlite.unit_of_work(read_only=True) as uow:
        assert uow.session.scalar(text("PRAGMA integrity_check")) == "ok"


def fill(database: Database, rows: list[dict[str, object]]) -> None:
    """Write rows into a file that has room for a few pages more, as on a disk that is all but full."""
    with database.unit_of_work() as uow:
        connection = uow.session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
        for row in rows:
            uow.session.execute(insert(ORGANISATIONS).values(**row))


def test_a_server_that_is_not_there_is_unavailable() -> None:
    nowhere = Database(
        "plans", "postgresql+psycopg://x:y@127.0.0.1:1/none", migrated.METADATA, migrated.EVENTS
    )

    with pytest.raises(DatabaseUnavailable, match="refused"), nowhere.unit_of_work():
        pass


def test_a_server_that_ends_our_connection_is_unavailable_and_then_back(on_postgresql: Database) -> None:
    with pytest.raises(DatabaseUnavailable), on_postgresql.unit_of_work() as uow:
        lose_connection(on_postgresql, uow)

    with on_postgresql.unit_of_work(read_only=True) as uow:
        assert uow.session.scalar(text("SELECT 1")) == 1


def lose_connection(database: Database, uow: UnitOfWork) -> None:
    pid = uow.session.scalar(text("SELECT pg_backend_pid()"))
    with database.engine.begin() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    uow.session.execute(insert(THINGS), {"id": uuid4()})


def test_a_pool_that_is_used_up_is_unavailable(on_postgresql: Database) -> None:
    small = Database("plans", str_of(on_postgresql), migrated.METADATA, migrated.EVENTS, threads=-1)
    small.engine.pool._timeout = 0.05  # type: ignore[attr-defined]  # noqa: SLF001
    with small.unit_of_work(), pytest.raises(DatabaseUnavailable, match="in use"):
        small.unit_of_work().__enter__()


def str_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def test_a_forked_child_uses_connections_of_its_own(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.session.execute(insert(THINGS), {"id": uuid4()})

    child = os.fork()
    if child == 0:
        with database.unit_of_work() as uow:
            uow.session.execute(insert(THINGS), {"id": uuid4()})
        os._exit(database.engine.pool.checkedin())  # type: ignore[attr-defined]
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    assert status == 1
    with database.engine.connect() as connection:
        assert count(connection) == 2


def cut_off(url: str) -> None:
    """End every other session of the database, as its restart does."""
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"{end} AND pid <> pg_backend_pid()".encode())


def test_a_connection_that_died_while_nobody_used_it_is_replaced_unnoticed(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.db.engine._IDLE_SECONDS", 0.0)
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    cut_off(postgresql_url)

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_a_connection_that_died_right_after_its_use_is_told_of_once(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    cut_off(postgresql_url)

    with pytest.raises(DatabaseUnavailable), engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
