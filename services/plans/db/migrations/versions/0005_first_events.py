"""The relay finds the first event of each thing quickly, however many wait and whatever was counted last."""

from alembic import op

from shared.events.revisions import change_event_tables_v4

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    change_event_tables_v4(op)


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead: the release before this one never ran without its index.")
