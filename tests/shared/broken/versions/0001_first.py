"""Makes a table, and fails."""  # noqa: INP001  # Alembic loads it by path.

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    raise ZeroDivisionError
