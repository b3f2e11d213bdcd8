"""What makes a wait reciprocal: what two organisations agreed on, and whether the turn has come."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint, Uuid

from services.plans.db.tables.metadata import METADATA
from shared.contracts import When
from shared.db.types import Choice, Instant

agreements = Table(
    "agreements",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), nullable=False),
    Column("on_id", Uuid, ForeignKey("commitments.id"), nullable=False, index=True),
    Column("begins_when", Choice(When), nullable=False),
    Column("agreed", Text, nullable=False),
    Column("person_id", Uuid),
    Column("at", Instant, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("turn_came_at", Instant),
    UniqueConstraint("commitment_id", "on_id"),
)
"""One for each reciprocal wait. `turns` counts how often the turn came; `turn_came_at` is empty while it
has not, or was taken back."""
