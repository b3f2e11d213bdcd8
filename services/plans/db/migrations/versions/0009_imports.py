"""Imports remember from which day "12 months" is counted, and which day a line was understood to be due."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imports", sa.Column("counted_from", sa.Date))
    op.add_column("import_rows", sa.Column("due", sa.Date))


def downgrade() -> None:
    op.drop_column("import_rows", "due")
    op.drop_column("imports", "counted_from")
