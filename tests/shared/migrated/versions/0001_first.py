"""The tables of a service made up for these tests."""  # noqa: INP001  # Alembic loads it by path.

import sqlalchemy as sa
from alembic import op

from shared.db.principals import create_principal_copies_v1
from shared.db.types import Instant
from shared.events.revisions import create_event_tables_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
    )
    op.create_table(
        "things",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("at", Instant()),
        sa.Column("role", sa.String(32)),
        sa.Column("ids", sa.JSON()),
    )
    create_event_tables_v1(op)
    create_principal_copies_v1(op)
