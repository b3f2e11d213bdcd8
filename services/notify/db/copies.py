"""Copies of other services' things, kept from events; each row holds the newest version heard of."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, String, Table, Text, Uuid, false

from shared.contracts import CommitmentState, Health, When
from shared.db.copies import copy_table
from shared.db.types import Choice, Instant


def communities_of(metadata: MetaData) -> Table:
    """Declare the copy of communities."""
    return copy_table(
        metadata,
        "communities",
        Column("name", Text(), nullable=False),
        Column("timezone", String(64), nullable=False),
    )


def organisations_of(metadata: MetaData) -> Table:
    """Declare the copy of organisations."""
    return copy_table(metadata, "organisations", Column("name", Text(), nullable=False))


def plans_of(metadata: MetaData) -> Table:
    """Declare the copy of plans."""
    return copy_table(
        metadata,
        "plans",
        Column("name", Text(), nullable=False),
        Column("vision_what", Text(), nullable=False),
        Column("vision_how", Text(), nullable=False),
        Column("vision_why", Text(), nullable=False),
        Column("horizon", Date(), nullable=False),
        Column("public", Boolean(), nullable=False),
        Column("closed", Boolean(), nullable=False, server_default=false()),
    )


def imports_of(metadata: MetaData) -> Table:
    """Declare the copy of imports; `completed_at` is ours: when all of its commitments had arrived."""
    return copy_table(
        metadata,
        "imports",
        Column("plan_id", Uuid(), nullable=False),
        Column("commitment_count", Integer(), nullable=False),
        Column("applied_at", Instant(), nullable=False),
        Column("completed_at", Instant(), index=True),
    )


def commitments_of(metadata: MetaData) -> Table:
    """Declare the copy of commitments."""
    table = copy_table(
        metadata,
        "commitments",
        Column("plan_id", Uuid(), nullable=False, index=True),
        Column("reference", Text(), nullable=False),
        Column("text", Text(), nullable=False),
        Column("heading", Text(), nullable=False),
        Column("milestone", Text()),
        Column("organisation_id", Uuid()),
        Column("contact_id", Uuid(), index=True),
        Column("due", Date()),
        Column("evidence", Text()),
        Column("state", Choice(CommitmentState), nullable=False),
        Column("health", Choice(Health)),
        Column("reason", Text()),
        Column("last_note", Text()),
        Column("slips", Integer(), nullable=False),
        Column("import_id", Uuid(), index=True),
        Column("changed_at", Instant(), nullable=False),
        Column("done_at", Instant()),
    )
    Index("ix_commitments_state_due", table.c.state, table.c.due)
    return table


def turns_of(metadata: MetaData) -> Table:
    """Declare what was heard of turns that came; `told_version` is ours: the last one that was told."""
    return copy_table(
        metadata,
        "turns",
        Column("commitment_id", Uuid(), nullable=False, index=True),
        Column("on_id", Uuid(), nullable=False),
        Column("when", Choice(When), nullable=False),
        Column("agreed", Text(), nullable=False),
        Column("at", Instant(), nullable=False),
        Column("told_version", Integer(), nullable=False, server_default="0"),
    )


def updates_of(metadata: MetaData) -> Table:
    """Declare the copy of updates; `heard_at` is ours: digests count by when a thing was heard of here.

    Counting by when it was said would lose what arrives late.
    """
    table = copy_table(
        metadata,
        "updates",
        Column("plan_id", Uuid(), nullable=False),
        Column("commitment_id", Uuid(), nullable=False),
        Column("person_id", Uuid()),
        Column("action", String(32), nullable=False),
        Column("state", Choice(CommitmentState), nullable=False),
        Column("health", Choice(Health)),
        Column("note", Text()),
        Column("at", Instant(), nullable=False),
        Column("heard_at", Instant(), index=True),
    )
    Index("ix_updates_commitment_id_at", table.c.commitment_id, table.c.at)
    return table
