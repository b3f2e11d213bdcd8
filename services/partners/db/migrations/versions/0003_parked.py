"""Parked events are found quickly, and by the community that they are about."""

from alembic import op

from shared.events.revisions import change_event_tables_v3

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    change_event_tables_v3(op)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead: nothing older knows whose the parked events are.")
