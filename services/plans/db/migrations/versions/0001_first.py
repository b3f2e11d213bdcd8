"""The first tables of plans: plans, milestones, commitments, updates, links and copies."""

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
    _create_copies()
    _create_plans()
    _create_commitments()
    _create_updates()


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead: going back would drop every plan.")


def _create_copies() -> None:
    op.create_table(
        "communities",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("timezone", sa.Text, nullable=False),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_index("ix_organisations_community_id", "organisations", ["community_id"])
    op.create_table(
        "nudges",
        sa.Column("commitment_id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )


def _create_plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("vision_what", sa.Text, nullable=False),
        sa.Column("vision_how", sa.Text, nullable=False),
        sa.Column("vision_why", sa.Text, nullable=False),
        sa.Column("horizon", sa.Date, nullable=False),
        sa.Column("headings", sa.JSON, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
    )
    op.create_index("ix_plans_community_id", "plans", ["community_id"])
    op.create_table(
        "milestones",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("target", sa.Date),
    )
    op.create_index("ix_milestones_plan_id", "milestones", ["plan_id"])


def _create_commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("milestone_id", sa.Uuid, sa.ForeignKey("milestones.id")),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("contact_id", sa.Uuid),
        sa.Column("supporting", sa.JSON, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("evidence", sa.Text),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("health", sa.String(32)),
        sa.Column("reason", sa.Text),
        sa.Column("last_note", sa.Text),
        sa.Column("slips", sa.Integer, nullable=False),
        sa.Column("import_id", sa.Uuid),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("done_at", Instant),
        sa.UniqueConstraint("plan_id", "reference", name="uq_commitments_plan_id_reference"),
    )
    op.create_index("ix_commitments_import_id", "commitments", ["import_id"])
    op.create_index("ix_commitments_plan_state_due", "commitments", ["plan_id", "state", "due"])
    op.create_index("ix_commitments_community_due", "commitments", ["community_id", "due"])
    op.create_index("ix_commitments_holder", "commitments", ["contact_id", "organisation_id", "plan_id"])


def _create_updates() -> None:
    op.create_table(
        "updates",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, nullable=False),
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), nullable=False),
        sa.Column("commitment_version", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Uuid),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("on_behalf_of", sa.Uuid),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("health", sa.String(32)),
        sa.Column("note", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("evidence", sa.Text),
        sa.Column("new_due", sa.Date),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.UniqueConstraint(
            "commitment_id", "commitment_version", name="uq_updates_commitment_id_commitment_version"
        ),
    )
    op.create_index("ix_updates_plan_id", "updates", ["plan_id"])
    op.create_table(
        "update_links",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("organisation_id", sa.Uuid, primary_key=True),
        sa.Column("plan_id", sa.Uuid, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("revoked_before", Instant),
        sa.Column("last_used_at", Instant),
    )
