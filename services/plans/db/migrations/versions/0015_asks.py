"""Organisations say what they need to keep a commitment."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asks",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), nullable=False),
        sa.Column("update_id", sa.Uuid, sa.ForeignKey("updates.id"), nullable=False),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("answered_at", Instant),
        sa.Column("answered_by", sa.Uuid),
    )
    op.create_index("ix_asks_commitment_id", "asks", ["commitment_id"])
    op.create_index("ix_asks_plan_answered", "asks", ["plan_id", "answered_at"])


def downgrade() -> None:
    op.drop_table("asks")
