"""Updates tell who said what somebody else recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("updates", sa.Column("said_by", sa.Text))
    op.add_column("updates", sa.Column("said_by_id", sa.Uuid))


def downgrade() -> None:
    op.drop_column("updates", "said_by_id")
    op.drop_column("updates", "said_by")
