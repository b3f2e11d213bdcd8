"""100-day runs: what is in them, how they were looked at, and their history."""

import sqlalchemy as sa
from alembic import op

from services.plans.domain.runs import RunDeed
from shared.db.types import Choice, Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.Column("success", sa.Text, nullable=False),
        sa.Column("failure", sa.Text, nullable=False),
        sa.Column("conflicting", sa.Text, nullable=False),
        sa.Column("remedy", sa.Text, nullable=False),
    )
    op.create_table(
        "run_commitments",
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
    )
    op.create_table(
        "run_check_ins",
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
    )
    op.create_table(
        "run_entries",
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("deed", Choice(RunDeed), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
    )
    op.create_index("ix_runs_plan_id", "runs", ["plan_id"])
    op.create_index("ix_run_commitments_commitment_id", "run_commitments", ["commitment_id"])


def downgrade() -> None:
    for name in ("run_entries", "run_check_ins", "run_commitments", "runs"):
        op.drop_table(name)
