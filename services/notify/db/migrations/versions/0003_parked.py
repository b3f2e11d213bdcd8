"""Parked events are found quickly, and an e-mail keeps the trace of what caused it."""

import sqlalchemy as sa
from alembic import op

from shared.events.revisions import change_event_tables_v3

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    change_event_tables_v3(op)
    op.add_column("deliveries", sa.Column("traceparent", sa.String(55)))


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead: nothing older knows whose the parked events are.")
