"""A service's tables are made and changed in one transaction, on both engines."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, inspect

from shared.db import migrations
from shared.db.unit_of_work import Database
from tests.shared import migrated

PACKAGE = "tests.shared.migrated"


@pytest.fixture
def empty(database_url: str) -> Database:
    return Database("plans", database_url, migrated.METADATA, migrated.EVENTS)


def test_upgrading_twice_leaves_the_tables_as_declared(empty: Database) -> None:
    migrations.upgrade(empty, PACKAGE)

    migrations.upgrade(empty, PACKAGE)

    assert migrations.drift(empty, migrated.METADATA) == []
    assert migrations.check(empty, PACKAGE) is None


def test_a_table_that_no_migration_made_is_drift(empty: Database) -> None:
    migrations.upgrade(empty, PACKAGE)
    forgotten = MetaData()
    Table("forgotten", forgotten, Column("id", Integer, primary_key=True))

    differences = migrations.drift(empty, forgotten)

    assert "add_table" in [difference[0] for difference in differences]


def test_a_database_without_tables_says_what_it_lacks(empty: Database) -> None:
    assert migrations.check(empty, PACKAGE) == "the database is at revision None, this release needs 0004"


def test_a_migration_that_fails_halfway_leaves_nothing(empty: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        migrations.upgrade(empty, "tests.shared.broken")

    assert inspect(empty.engine).get_table_names() == []


def test_processes_that_migrate_at_once_do_it_once(empty: Database, database_url: str) -> None:
    others = [Database("plans", database_url, migrated.METADATA, migrated.EVENTS) for _ in range(3)]
    threads = [threading.Thread(target=migrations.upgrade, args=(other, PACKAGE)) for other in others]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert migrations.check(empty, PACKAGE) is None


def test_two_services_keep_apart_which_revision_they_are_at(empty: Database, database_url: str) -> None:
    migrations.upgrade(empty, PACKAGE)
    other = Database("notify", database_url, migrated.METADATA, migrated.EVENTS)

    assert "revision None" in str(migrations.check(other, PACKAGE))


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/folder/plans.sqlite3"
    database = Database("plans", url, migrated.METADATA, migrated.EVENTS)

    migrations.upgrade(database, PACKAGE)

    assert (tmp_path / "new/folder/plans.sqlite3").exists()


def test_a_package_that_is_not_there_is_named(empty: Database) -> None:
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        migrations.upgrade(empty, "tests.shared.nowhere")
