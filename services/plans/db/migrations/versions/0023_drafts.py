"""Lines of imports that wait as drafts until somebody finishes them."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_rows") as table:
        table.add_column(sa.Column("draft_id", sa.Uuid))
        table.add_column(sa.Column("dropped_at", Instant))
        table.create_index("ix_import_rows_draft_id", ["draft_id"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("import_rows") as table:
        table.drop_index("ix_import_rows_draft_id")
        table.drop_column("dropped_at")
        table.drop_column("draft_id")
