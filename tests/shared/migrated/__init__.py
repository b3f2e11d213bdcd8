"""A service made up for these tests: its tables, and its database brought to them."""

from uuid import UUID

from sqlalchemy import Column, Integer, String, Table, Uuid

from shared.clock import Clock, utc_now
from shared.contracts import Role
from shared.db.metadata import new_metadata
from shared.db.migrations import upgrade
from shared.db.principals import add_principal_copies
from shared.db.types import Choice, Instant, ListOf
from shared.db.unit_of_work import Database
from shared.events.tables import add_event_tables

METADATA = new_metadata()
EVENTS = add_event_tables(METADATA)
PRINCIPALS = add_principal_copies(METADATA)
ORGANISATIONS = Table(
    "organisations",
    METADATA,
    Column("id", Uuid(), primary_key=True),
    Column("version", Integer(), nullable=False),
    Column("community_id", Uuid(), nullable=False),
    Column("name", String(200), nullable=False),
)
THINGS = Table(
    "things",
    METADATA,
    Column("id", Uuid(), primary_key=True),
    Column("at", Instant()),
    Column("role", Choice(Role)),
    Column("ids", ListOf(UUID)),
)


def new_database(url: str, clock: Clock = utc_now, service: str = "partners") -> Database:
    """Return a database that is migrated and empty."""
    database = Database(service, url, METADATA, EVENTS, clock)
    upgrade(database, __name__)
    return database
