"""The tables that each service has for its events, and for saying its things again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.sql import ColumnElement

from shared.events.columns import Instant

SEQUENCE = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts up by itself only in a column of the very type INTEGER."""


@dataclass(frozen=True, kw_only=True)
class EventTables:
    """A service's own outbox, inbox and failures.

    Attributes:
        outbox: events said here, each written in the transaction of the change that it tells of;
            `published_at` is empty until the transport has accepted it, and `parked_at` is set when the
            transport never will, unless a person says so.
        inbox: the ids of the events applied here, which make a second delivery harmless; `digest` tells
            whether that delivery said the same.
        failures: events that could not be applied, with their attempts; those with `parked_at` wait for
            a person. `crashes` counts the attempts in a row that never came to an end.
        resyncs: what was or is being said again, with the place that has been reached.
        reconciles: the nights in which inventories were taken, so that only one worker takes them.
        differences: where a copy here was found to differ from its owner's inventory.
    """

    outbox: Table
    inbox: Table
    failures: Table
    resyncs: Table
    reconciles: Table
    differences: Table


def add_event_tables(metadata: MetaData) -> EventTables:
    """Declare the event tables beside a service's own."""
    return EventTables(
        outbox=_outbox(metadata),
        inbox=_inbox(metadata),
        failures=_failures(metadata),
        resyncs=Table("resyncs", metadata, *resync_columns()),
        reconciles=Table("reconciles", metadata, *reconcile_columns()),
        differences=Table("differences", metadata, *difference_columns()),
    )


def _outbox(metadata: MetaData) -> Table:
    table = Table(
        "outbox",
        metadata,
        Column("seq", SEQUENCE, primary_key=True, autoincrement=True),
        Column("event_id", Uuid(), nullable=False),
        Column("type", String(100), nullable=False),
        Column("subject", Uuid(), nullable=False),
        Column("routing_key", String(200), nullable=False),
        Column("body", LargeBinary(), nullable=False),
        Column("created_at", Instant(), nullable=False),
        Column("published_at", Instant()),
        Column("attempts", Integer(), nullable=False),
        Column("next_attempt_at", Instant(), nullable=False),
        Column("reason", Text()),
        Column("parked_at", Instant()),
    )
    unpublished = table.c.published_at.is_(None)
    # All that wait, in their order, and the first of each thing. The relay's query explains the difference.
    _index(table, "unsent", ("seq",), unpublished & table.c.parked_at.is_(None))
    _index(table, "first", ("subject", "seq"), unpublished)
    _index_parked(table, "parked_at")
    return table


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("event_id", Uuid(), primary_key=True),
        Column("type", String(100), nullable=False),
        Column("handled_at", Instant(), nullable=False, index=True),
        Column("digest", String(32)),
    )


def _failures(metadata: MetaData) -> Table:
    table = Table(
        "failures",
        metadata,
        Column("event_id", Uuid(), primary_key=True),
        Column("type", String(100)),
        Column("subject", Uuid(), index=True),
        Column("community", Uuid()),
        Column("body", LargeBinary(), nullable=False),
        Column("reason", Text(), nullable=False),
        Column("attempts", Integer(), nullable=False),
        Column("crashes", Integer(), nullable=False),
        Column("first_failed_at", Instant(), nullable=False),
        Column("next_attempt_at", Instant(), nullable=False, index=True),
        Column("parked_at", Instant()),
    )
    _index_parked(table, "community", "parked_at")
    return table


def _index_parked(table: Table, *columns: str) -> None:
    """Let the few rows that wait for a person be found among all others."""
    _index(table, "parked", columns, table.c.parked_at.is_not(None))


def _index(table: Table, name: str, columns: Sequence[str], rows: ColumnElement[bool]) -> None:
    """Index no more than the few rows that are asked for all the time."""
    Index(
        f"ix_{table.name}_{name}",
        *(table.c[column] for column in columns),
        sqlite_where=rows,
        postgresql_where=rows,
    )


def resync_columns() -> tuple[Column[Any], ...]:
    """Return the columns of `resyncs`."""
    return (
        Column("id", Uuid(), primary_key=True),
        Column("asked_by", String(100), nullable=False),
        Column("reason", Text(), nullable=False),
        Column("kinds", JSON(), nullable=False),
        Column("kind", String(100)),
        Column("after", Uuid()),
        Column("said", Integer(), nullable=False),
        Column("total", Integer(), nullable=False),
        Column("begun_at", Instant(), nullable=False),
        Column("finished_at", Instant()),
    )


def reconcile_columns() -> tuple[Column[Any], ...]:
    """Return the columns of `reconciles`."""
    return (Column("night", Date(), primary_key=True), Column("begun_at", Instant(), nullable=False))


def difference_columns() -> tuple[Column[Any], ...]:
    """Return the columns of `differences`; `things` are the ids and versions of the inventory."""
    return (
        Column("id", Uuid(), primary_key=True),
        Column("kind", String(100), nullable=False),
        Column("community_id", Uuid(), nullable=False),
        Column("things", JSON(), nullable=False),
        Column("missing", JSON(), nullable=False),
        Column("behind", JSON(), nullable=False),
        Column("found_at", Instant(), nullable=False),
        Column("confirmed_at", Instant()),
        Column("healed_at", Instant()),
    )
