"""Which organisations consented to a plan's vision, when, and at which workshop."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), primary_key=True),
        sa.Column("organisation_id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("given_on", sa.Date, nullable=False),
        sa.Column("workshop_id", sa.Uuid, sa.ForeignKey("workshops.id")),
    )


def downgrade() -> None:
    op.drop_table("consents")
