"""The relay finds the first event of each thing quickly."""  # noqa: INP001  # Alembic loads it by path.

from alembic import op

from shared.events.revisions import change_event_tables_v4

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    change_event_tables_v4(op)
