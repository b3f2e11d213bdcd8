"""Answers to requests that came with a key, to be given again; an index for lists by change."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("caller", sa.String(64), primary_key=True),
        sa.Column("key_sha256", sa.String(64), primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("request_sha256", sa.String(64), nullable=False),
        sa.Column("at", Instant, nullable=False, index=True),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("content_type", sa.String(100)),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("location", sa.Text),
        sa.Column("version", sa.Integer),
    )
    op.create_index("ix_commitments_plan_changed_at_id", "commitments", ["plan_id", "changed_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_commitments_plan_changed_at_id", "commitments")
    op.drop_table("answers")
