"""Which of its webhook's calls at a time has a delivery in hand."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("webhook_deliveries", sa.Column("lane", sa.SmallInteger()))


def downgrade() -> None:
    op.drop_column("webhook_deliveries", "lane")
