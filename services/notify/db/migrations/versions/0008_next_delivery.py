"""Indexes by which the next delivery of a webhook is found at once, however many wait."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_FORMER = (("webhook_id", "state", "due_at"), ("state", "due_at"))
_NOW = (("webhook_id", "state", "due_at", "id"), ("state", "lease_until"))


def upgrade() -> None:
    _exchange(_FORMER, _NOW)


def downgrade() -> None:
    _exchange(_NOW, _FORMER)


def _exchange(old: tuple[tuple[str, ...], ...], new: tuple[tuple[str, ...], ...]) -> None:
    for columns in old:
        op.drop_index(_name(columns), "webhook_deliveries")
    for columns in new:
        op.create_index(_name(columns), "webhook_deliveries", list(columns))


def _name(columns: tuple[str, ...]) -> str:
    return f"ix_webhook_deliveries_{'_'.join(columns)}"
