"""What was heard of turns that came; a nudge's period may be the agreement by which one did."""

import sqlalchemy as sa
from alembic import op

from shared.contracts import When
from shared.db.types import Choice, Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "turns",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("on_id", sa.Uuid(), nullable=False),
        sa.Column("when", Choice(When), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("told_version", sa.Integer(), nullable=False, server_default="0"),
    )
    op.create_index("ix_turns_community_id", "turns", ["community_id"])
    op.create_index("ix_turns_commitment_id", "turns", ["commitment_id"])
    with op.batch_alter_table("nudges") as table:
        table.alter_column("period", existing_type=sa.String(10), type_=sa.String(36), nullable=False)


def downgrade() -> None:
    op.drop_table("turns")
    op.execute("DELETE FROM nudge_items WHERE rung = 'turn'")
    op.execute("DELETE FROM nudges WHERE kind = 'turn'")
    with op.batch_alter_table("nudges") as table:
        table.alter_column("period", existing_type=sa.String(36), type_=sa.String(10), nullable=False)
