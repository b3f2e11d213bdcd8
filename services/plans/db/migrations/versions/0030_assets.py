"""Workshops find assets, and commitments come from workshops and build on assets."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assets",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("workshop_id", sa.Uuid, sa.ForeignKey("workshops.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_assets_workshop_id", "assets", ["workshop_id"])
    op.create_table(
        "commitment_assets",
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), primary_key=True),
        sa.Column("asset_id", sa.Uuid, sa.ForeignKey("assets.id"), primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
    )
    op.create_index("ix_commitment_assets_asset_id", "commitment_assets", ["asset_id"])
    op.create_table(
        "origins",
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), primary_key=True),
        sa.Column("workshop_id", sa.Uuid, sa.ForeignKey("workshops.id"), nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("note", sa.Text),
    )
    op.create_index("ix_origins_workshop_id", "origins", ["workshop_id"])


def downgrade() -> None:
    for table in ("origins", "commitment_assets", "assets"):
        op.drop_table(table)
