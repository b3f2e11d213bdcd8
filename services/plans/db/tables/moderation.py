"""What was decided of the words of updates."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, Uuid

from services.plans.db.tables.metadata import MAPPING, METADATA
from services.plans.domain.moderation import Moderated, Verdict
from shared.db.types import Choice, Instant

moderation = Table(
    "moderation",
    METADATA,
    Column("update_id", Uuid, ForeignKey("updates.id"), primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, ForeignKey("plans.id"), nullable=False),
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), nullable=False, index=True),
    Column("verdict", Choice(Verdict), nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("reason", Text),
    Column("decided_at", Instant),
    Column("decided_by", Uuid),
    Index("ix_moderation_plan_verdict", "plan_id", "verdict"),
)

MAPPING.map_imperatively(Moderated, moderation)
