"""What figures are made of, and the figures that are kept."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
)

from services.plans.db.tables.metadata import METADATA
from services.plans.domain.status import MEASURES
from shared.contracts import CommitmentState, Health
from shared.db.types import Choice, Instant

standings = Table(
    "standings",
    METADATA,
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
    Column("heading", Text, nullable=False),
    Column("milestone_id", Uuid),
    Column("organisation_id", Uuid),
    Column("state", Choice(CommitmentState), nullable=False),
    Column("health", Choice(Health)),
    Column("due", Date),
    Column("slips", Integer, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("evidenced", Boolean, nullable=False),
    Column("pending", Integer, nullable=False),
    Index("ix_standings_plan_until", "plan_id", "until"),
    Index("ix_standings_plan_pending", "plan_id", "pending"),
)
"""How each commitment stood between two updates, as far as it is counted; the present has no `until`.

`pending` is what the plan's tallies still have to add (1) or take away (-1) for it.
"""

tallies = Table(
    "tallies",
    METADATA,
    Column("plan_id", Uuid, ForeignKey("plans.id"), primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("zone", Text, nullable=False),
    Column("update_interval", Integer, nullable=False),
    Column("made", Uuid, nullable=False),
    *(Column(name, Integer, nullable=False) for name in MEASURES),
    Index("ix_tallies_community_scope_key", "community_id", "scope", "key"),
)
"""What was counted last of each plan and its parts: for a day in a zone, and by the plan's interval then.

`key` is a heading, or the id of a plan, milestone or organisation in 32 hexadecimal digits; empty for none.
`made` is new each time that they are made.
"""
