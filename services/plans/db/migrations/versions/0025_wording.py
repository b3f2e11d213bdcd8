"""New wordings that count once a coordinator has let them pass."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("moderation", sa.Column("wording", sa.Text))
    op.add_column("moderation", sa.Column("former", sa.Text))


def downgrade() -> None:
    op.drop_column("moderation", "former")
    op.drop_column("moderation", "wording")
