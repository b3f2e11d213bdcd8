"""The first tables of notify: its copies, the ledger of nudges and digests, deliveries and preferences."""

import sqlalchemy as sa
from alembic import op

from shared.db.principals import create_principal_copies_v1
from shared.db.types import Instant
from shared.events.revisions import create_event_tables_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_event_tables_v1(op)
    create_principal_copies_v1(op)
    _create_small_copies()
    _create_commitments()
    _create_updates()
    _create_ledger()
    _create_deliveries()


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead: going back would drop the record of what people were told.")


def _create_small_copies() -> None:
    _copy("organisations", sa.Column("name", sa.Text, nullable=False))
    _copy(
        "communities",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
    )
    _copy(
        "plans",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("vision_what", sa.Text, nullable=False),
        sa.Column("vision_how", sa.Text, nullable=False),
        sa.Column("vision_why", sa.Text, nullable=False),
        sa.Column("horizon", sa.Date, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
    )
    _copy(
        "imports",
        sa.Column("plan_id", sa.Uuid, nullable=False),
        sa.Column("commitment_count", sa.Integer, nullable=False),
        sa.Column("applied_at", Instant, nullable=False),
        sa.Column("completed_at", Instant, index=True),
    )


def _create_commitments() -> None:
    _copy(
        "commitments",
        sa.Column("plan_id", sa.Uuid, nullable=False, index=True),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("milestone", sa.Text),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("contact_id", sa.Uuid, index=True),
        sa.Column("due", sa.Date),
        sa.Column("evidence", sa.Text),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("health", sa.String(32)),
        sa.Column("reason", sa.Text),
        sa.Column("last_note", sa.Text),
        sa.Column("slips", sa.Integer, nullable=False),
        sa.Column("import_id", sa.Uuid, index=True),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("done_at", Instant),
    )
    op.create_index("ix_commitments_state_due", "commitments", ["state", "due"])


def _create_updates() -> None:
    _copy(
        "updates",
        sa.Column("plan_id", sa.Uuid, nullable=False),
        sa.Column("commitment_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("health", sa.String(32)),
        sa.Column("note", sa.Text),
        sa.Column("at", Instant, nullable=False),
        sa.Column("heard_at", Instant, index=True),
    )
    op.create_index("ix_updates_commitment_id_at", "updates", ["commitment_id", "at"])


def _create_ledger() -> None:
    op.create_table(
        "nudges",
        *_addressed(),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("skipped", sa.Text),
        sa.UniqueConstraint("person_id", "kind", "period"),
    )
    op.create_index("ix_nudges_community_id_made_at", "nudges", ["community_id", "made_at"])
    op.create_table(
        "nudge_items",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("nudge_id", sa.Uuid, sa.ForeignKey("nudges.id"), nullable=False, index=True),
        sa.Column("commitment_id", sa.Uuid, nullable=False),
        sa.Column("contact_id", sa.Uuid, nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("rung", sa.String(20), nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("until", sa.Date),
        sa.UniqueConstraint("commitment_id", "contact_id", "step"),
    )
    op.create_table(
        "digests",
        *_addressed(),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("until", Instant, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("skipped", sa.Text),
        sa.UniqueConstraint("person_id", "period"),
    )


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        *_addressed(),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("expires_at", Instant),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_until", Instant),
        sa.Column("ended_at", Instant),
        sa.Column("reason", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])
    op.create_index("ix_deliveries_community_id_made_at", "deliveries", ["community_id", "made_at"])
    op.create_table(
        "preferences",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("topic", sa.String(32), primary_key=True),
        sa.Column("wanted", sa.Boolean, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
    )


def _copy(name: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False, index=True),
        *columns,
    )


def _addressed() -> "tuple[sa.Column[object], ...]":
    return (
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
    )
