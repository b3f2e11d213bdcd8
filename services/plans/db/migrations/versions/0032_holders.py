"""Programs hold links to calendars as people do."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE calendar_links RENAME COLUMN person_id TO holder_id")


def downgrade() -> None:
    op.execute("ALTER TABLE calendar_links RENAME COLUMN holder_id TO person_id")
