"""Events parked before they are sent, digests in the inbox, and a relay that is woken."""

from alembic import op

from shared.events.revisions import change_event_tables_v2

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    change_event_tables_v2(op)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead: going back would send parked events again.")
