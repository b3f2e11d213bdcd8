"""Parked events are found quickly."""  # noqa: INP001  # Alembic loads it by path.

from alembic import op

from shared.events.revisions import change_event_tables_v3

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    change_event_tables_v3(op)
