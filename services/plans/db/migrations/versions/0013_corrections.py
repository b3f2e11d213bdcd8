"""Updates can correct earlier ones."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("updates", sa.Column("corrects_id", sa.Uuid))
    op.add_column("updates", sa.Column("undoes", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead: going back would forget what was corrected.")
