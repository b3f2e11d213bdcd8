"""Workshops: who came, what came out, which plans they led to, and photos of their walls."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workshops",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("notes", sa.Text),
        sa.Column("outcome", sa.Text),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
    )
    op.create_index("ix_workshops_community_held_on", "workshops", ["community_id", "held_on"])
    op.create_table(
        "attendance",
        sa.Column("workshop_id", sa.Uuid, sa.ForeignKey("workshops.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("count", sa.Integer),
    )
    op.create_table(
        "contributions",
        sa.Column("workshop_id", sa.Uuid, sa.ForeignKey("workshops.id"), primary_key=True),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), primary_key=True),
        sa.Column("part", sa.Text, nullable=False),
    )
    op.create_index("ix_contributions_plan_id", "contributions", ["plan_id"])
    op.create_table(
        "photos",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("workshop_id", sa.Uuid, sa.ForeignKey("workshops.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("alt", sa.Text),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("added_by", sa.Uuid),
        sa.Column("added_at", Instant, nullable=False),
        sa.UniqueConstraint("workshop_id", "sha256"),
    )


def downgrade() -> None:
    op.drop_table("photos")
    op.drop_table("contributions")
    op.drop_table("attendance")
    op.drop_table("workshops")
