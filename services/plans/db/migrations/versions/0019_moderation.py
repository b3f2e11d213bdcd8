"""Plans may show anyone what people say, once a coordinator has let it pass."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plans", sa.Column("moderated", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "moderation",
        sa.Column("update_id", sa.Uuid, sa.ForeignKey("updates.id"), primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("said_at", Instant, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("decided_at", Instant),
        sa.Column("decided_by", sa.Uuid),
    )
    op.create_index("ix_moderation_commitment_id", "moderation", ["commitment_id"])
    op.create_index("ix_moderation_plan_verdict", "moderation", ["plan_id", "verdict"])


def downgrade() -> None:
    op.drop_table("moderation")
    op.drop_column("plans", "moderated")
