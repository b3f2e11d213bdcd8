"""Imports remember what "12 months" counts from, the day a line named, and whom names mean."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imports", sa.Column("counted_from", sa.Date))
    op.add_column("imports", sa.Column("called", sa.JSON))
    op.add_column("import_rows", sa.Column("due", sa.Date))


def downgrade() -> None:
    op.drop_column("import_rows", "due")
    op.drop_column("imports", "called")
    op.drop_column("imports", "counted_from")
