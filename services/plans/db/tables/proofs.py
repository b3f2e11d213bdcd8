"""What shows that updates are true."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, Uuid

from services.plans.db.tables.metadata import MAPPING, METADATA
from services.plans.domain.proofs import Proof, ProofKind
from shared.db.types import Choice, Instant

proofs = Table(
    "proofs",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, ForeignKey("plans.id"), nullable=False, index=True),
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), nullable=False, index=True),
    Column("update_id", Uuid, ForeignKey("updates.id"), nullable=False, index=True),
    Column("kind", Choice(ProofKind), nullable=False),
    Column("address", Text),
    Column("name", Text),
    Column("media_type", Text),
    Column("size", Integer),
    Column("sha256", Text),
    Column("added_at", Instant, nullable=False),
    Column("added_by", Uuid),
    Column("removed_at", Instant),
    Column("removed_by", Uuid),
)

MAPPING.map_imperatively(Proof, proofs)
