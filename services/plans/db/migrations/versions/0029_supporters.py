"""Each supporter of a commitment may have a part in it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("commitments", sa.Column("parts", sa.JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("commitments", "parts")
