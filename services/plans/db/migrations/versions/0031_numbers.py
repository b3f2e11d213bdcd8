"""Plans know how many commitments they have, so that the next number is found without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_FILL = (
    "UPDATE plans SET written_down = (SELECT count(*) FROM commitments WHERE plan_id = plans.id)"
    " WHERE id IN (SELECT plan_id FROM commitments)"
)


def upgrade() -> None:
    op.add_column("plans", sa.Column("written_down", sa.Integer, nullable=False, server_default="0"))
    op.add_column("plans", sa.Column("numbered_to", sa.Integer, nullable=False, server_default="0"))
    op.execute(_FILL)


def downgrade() -> None:
    for name in ("numbered_to", "written_down"):
        op.drop_column("plans", name)
