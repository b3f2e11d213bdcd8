"""Commitments wait on others."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waits",
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), primary_key=True),
        sa.Column("on_id", sa.Uuid, sa.ForeignKey("commitments.id"), primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_index("ix_waits_on_id", "waits", ["on_id"])


def downgrade() -> None:
    op.drop_table("waits")
