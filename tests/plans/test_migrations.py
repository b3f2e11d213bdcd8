"""The first migration makes what the code declares."""

from services.plans.db.tables import METADATA
from shared.db import migrations
from shared.db.unit_of_work import Database


def test_the_migrated_database_has_no_drift(database: Database) -> None:
    assert migrations.drift(database, METADATA) == []


def test_the_migrated_database_is_at_the_newest_revision(database: Database) -> None:
    assert migrations.check(database, "services.plans.db.migrations") is None
