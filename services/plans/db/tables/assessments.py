"""How coordinators assess commitments."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint, Uuid

from services.plans.db.tables.metadata import MAPPING, METADATA
from services.plans.domain.assessments import Assessment, Completion
from shared.db.types import Choice, Instant

assessments = Table(
    "assessments",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, ForeignKey("plans.id"), nullable=False, index=True),
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("completion", Choice(Completion), nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("person_id", Uuid),
    UniqueConstraint("commitment_id", "number"),
)

MAPPING.map_imperatively(Assessment, assessments)
