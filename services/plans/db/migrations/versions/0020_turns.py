"""A wait may be reciprocal: "we will, when they do"."""

import sqlalchemy as sa
from alembic import op

from shared.contracts import When
from shared.db.types import Choice, Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), nullable=False),
        sa.Column("on_id", sa.Uuid, sa.ForeignKey("commitments.id"), nullable=False),
        sa.Column("begins_when", Choice(When), nullable=False),
        sa.Column("agreed", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("at", Instant, nullable=False),
        sa.Column("turns", sa.Integer, nullable=False),
        sa.Column("turn_came_at", Instant),
        sa.UniqueConstraint("commitment_id", "on_id"),
    )
    op.create_index("ix_agreements_on_id", "agreements", ["on_id"])


def downgrade() -> None:
    op.drop_table("agreements")
