"""Events parked before they are sent, digests in the inbox, and a relay that is woken."""  # noqa: INP001  # Alembic loads it by path.

from alembic import op

from shared.events.revisions import change_event_tables_v2

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    change_event_tables_v2(op)
