"""Imports that the worker runs: who asked for them, how far they are, and why one stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imports", sa.Column("asked_by", sa.Uuid))
    op.add_column("imports", sa.Column("total", sa.Integer, nullable=False, server_default="0"))
    op.add_column("imports", sa.Column("done", sa.Integer, nullable=False, server_default="0"))
    op.add_column("imports", sa.Column("stopped", sa.Text))


def downgrade() -> None:
    for name in ("stopped", "done", "total", "asked_by"):
        op.drop_column("imports", name)
