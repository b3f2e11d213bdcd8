"""Updates keep links, photos and files that show what they say."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), nullable=False),
        sa.Column("update_id", sa.Uuid, sa.ForeignKey("updates.id"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("media_type", sa.Text),
        sa.Column("size", sa.Integer),
        sa.Column("sha256", sa.Text),
        sa.Column("added_at", Instant, nullable=False),
        sa.Column("added_by", sa.Uuid),
        sa.Column("removed_at", Instant),
        sa.Column("removed_by", sa.Uuid),
    )
    op.create_index("ix_proofs_plan_id", "proofs", ["plan_id"])
    op.create_index("ix_proofs_commitment_id", "proofs", ["commitment_id"])
    op.create_index("ix_proofs_update_id", "proofs", ["update_id"])


def downgrade() -> None:
    op.drop_table("proofs")
