"""What commitments need."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, Uuid

from services.plans.db.tables.metadata import MAPPING, METADATA
from services.plans.domain.asks import Ask, AskKind
from shared.db.types import Choice, Instant

asks = Table(
    "asks",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, ForeignKey("plans.id"), nullable=False),
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), nullable=False, index=True),
    Column("update_id", Uuid, ForeignKey("updates.id"), nullable=False),
    Column("organisation_id", Uuid),
    Column("kind", Choice(AskKind), nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("answered_by", Uuid),
    Index("ix_asks_plan_answered", "plan_id", "answered_at"),
)

MAPPING.map_imperatively(Ask, asks)
