"""People read calendars by links; plans state a licence."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_links",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("of_id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("revoked_before", Instant),
    )
    op.add_column("plans", sa.Column("licence", sa.String(32), nullable=False, server_default="none"))


def downgrade() -> None:
    op.drop_column("plans", "licence")
    op.drop_table("calendar_links")
