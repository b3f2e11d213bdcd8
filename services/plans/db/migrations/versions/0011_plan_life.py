"""Plans can be closed, and what is open in them carried over."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plans", sa.Column("closed_at", Instant))
    op.add_column("plans", sa.Column("closing", sa.Text))
    op.create_table(
        "carry_overs",
        sa.Column("from_id", sa.Uuid, sa.ForeignKey("commitments.id"), primary_key=True),
        sa.Column("to_id", sa.Uuid, sa.ForeignKey("commitments.id"), nullable=False, unique=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("at", Instant, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("carry_overs")
    with op.batch_alter_table("plans") as table:
        table.drop_column("closing")
        table.drop_column("closed_at")
