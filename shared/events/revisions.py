"""How services' migrations make and change the event tables; each step stays as it is for good."""

from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, LargeBinary, String, Text, Uuid, text

from shared.events.columns import Instant
from shared.events.tables import SEQUENCE


def create_event_tables_v1(op: Any) -> None:
    """Make the event tables."""
    op.create_table(
        "outbox",
        Column("seq", SEQUENCE, primary_key=True, autoincrement=True),
        Column("event_id", Uuid(), nullable=False, unique=True),
        Column("type", String(100), nullable=False),
        Column("subject", Uuid(), nullable=False, index=True),
        Column("routing_key", String(200), nullable=False),
        Column("body", LargeBinary(), nullable=False),
        Column("created_at", Instant(), nullable=False),
        Column("published_at", Instant()),
        Column("attempts", Integer(), nullable=False),
        Column("next_attempt_at", Instant(), nullable=False),
        Column("reason", Text()),
    )
    unsent = text("published_at IS NULL")
    op.create_index("ix_outbox_unsent", "outbox", ["seq"], sqlite_where=unsent, postgresql_where=unsent)
    op.create_table(
        "inbox",
        Column("event_id", Uuid(), primary_key=True),
        Column("type", String(100), nullable=False),
        Column("handled_at", Instant(), nullable=False, index=True),
    )
    op.create_table(
        "failures",
        Column("event_id", Uuid(), primary_key=True),
        Column("type", String(100)),
        Column("subject", Uuid(), index=True),
        Column("body", LargeBinary(), nullable=False),
        Column("reason", Text(), nullable=False),
        Column("attempts", Integer(), nullable=False),
        Column("crashes", Integer(), nullable=False),
        Column("first_failed_at", Instant(), nullable=False),
        Column("next_attempt_at", Instant(), nullable=False, index=True),
        Column("parked_at", Instant()),
    )


def change_event_tables_v2(op: Any) -> None:
    """Let events be parked before they are sent, find the first of each thing, and wake the relay.

    On PostgreSQL a trigger tells of new rows when their transaction commits: whoever listens is woken by
    it, whichever process wrote them.
    """
    op.add_column("outbox", Column("parked_at", Instant()))
    op.add_column("inbox", Column("digest", String(32)))
    for name in ("ix_outbox_subject", "ix_outbox_unsent"):
        op.drop_index(name, "outbox")
    unsent = text("published_at IS NULL AND parked_at IS NULL")
    for name, columns in (("ix_outbox_unsent", ["seq"]), ("ix_outbox_first", ["subject", "seq"])):
        op.create_index(name, "outbox", columns, sqlite_where=unsent, postgresql_where=unsent)
    _create_resync_tables(op)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_TELL)
        op.execute(_TELL_EACH_TIME)


def _create_resync_tables(op: Any) -> None:
    op.create_table(
        "resyncs",
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
    op.create_table(
        "reconciles",
        Column("night", Date(), primary_key=True),
        Column("begun_at", Instant(), nullable=False),
    )
    op.create_table(
        "differences",
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


def change_event_tables_v3(op: Any) -> None:
    """Say of a failure which community it is about, and find the parked rows among all others."""
    op.add_column("failures", Column("community", Uuid()))
    parked = text("parked_at IS NOT NULL")
    for name, table, columns in (
        ("ix_outbox_parked", "outbox", ["parked_at"]),
        ("ix_failures_parked", "failures", ["community", "parked_at"]),
    ):
        op.create_index(name, table, columns, sqlite_where=parked, postgresql_where=parked)


def change_event_tables_v4(op: Any) -> None:
    """Give the first event of each thing an index that no other can be mistaken for, and drop one unused.

    Ids of events are drawn so that no two are the same; to look after that cost each of them twice.
    """
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint("uq_outbox_event_id", type_="unique")
    unpublished = text("published_at IS NULL")
    op.drop_index("ix_outbox_first", "outbox")
    op.create_index(
        "ix_outbox_first",
        "outbox",
        ["subject", "seq"],
        sqlite_where=unpublished,
        postgresql_where=unpublished,
    )


_TELL = """
CREATE FUNCTION tell_of_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END
$$
"""
_TELL_EACH_TIME = """
CREATE TRIGGER tell_of_outbox AFTER INSERT ON outbox
FOR EACH STATEMENT EXECUTE FUNCTION tell_of_outbox()
"""
