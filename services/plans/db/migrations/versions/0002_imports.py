"""Imports: uploaded sheets, line by line as they were typed."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("worksheet", sa.Text, nullable=False),
        sa.Column("unread", sa.JSON, nullable=False),
        sa.Column("uploaded_by", sa.Uuid),
        sa.Column("uploaded_at", Instant, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("applied_at", Instant),
        sa.Column("commitment_count", sa.Integer, nullable=False),
    )
    op.create_index("ix_imports_plan_id", "imports", ["plan_id"])
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.Uuid, sa.ForeignKey("imports.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("cells", sa.JSON, nullable=False),
        sa.Column("others", sa.JSON, nullable=False),
        sa.Column("typed", sa.JSON),
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id")),
        sa.Column("applied_at", Instant),
    )
    op.create_index("ix_import_rows_commitment_id", "import_rows", ["commitment_id"])


def downgrade() -> None:
    op.drop_table("import_rows")
    op.drop_table("imports")
