"""What the columns of a sheet were taken for, and what people chose for the same headings before."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imports", sa.Column("columns", sa.JSON))
    op.create_table(
        "matchings",
        sa.Column("community_id", sa.Uuid, primary_key=True),
        sa.Column("headings", sa.String(64), primary_key=True),
        sa.Column("chosen", sa.JSON, nullable=False),
        sa.Column("chosen_at", Instant, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("matchings")
    op.drop_column("imports", "columns")
