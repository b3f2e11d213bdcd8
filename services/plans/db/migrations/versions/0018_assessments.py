"""Coordinators assess commitments, apart from what their owners say."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("completion", sa.String(32), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.UniqueConstraint("commitment_id", "number"),
    )
    op.create_index("ix_assessments_plan_id", "assessments", ["plan_id"])


def downgrade() -> None:
    op.drop_table("assessments")
