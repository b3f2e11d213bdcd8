"""Commitments have a priority, a place and one of the Four Co's."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("commitments", sa.Column("priority", sa.String(32)))
    op.add_column("commitments", sa.Column("place", sa.JSON))
    op.add_column("commitments", sa.Column("four_co", sa.String(32)))


def downgrade() -> None:
    for column in ("four_co", "place", "priority"):
        op.drop_column("commitments", column)
