"""The first tables of partners: who is who, sign-in, tokens, and copies of plans and commitments."""

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant
from shared.events.revisions import create_event_tables_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_event_tables_v1(op)
    _create_communities()
    _create_organisations()
    _create_people()
    _create_memberships()
    _create_tokens()
    _create_sign_ins()
    _create_copies()


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead: going back would drop everybody's address and role.")


def _create_communities() -> None:
    op.create_table(
        "communities",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_communities"),
    )


def _create_organisations() -> None:
    op.create_table(
        "organisations",
        *_owned("organisations"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(400), nullable=False),
    )
    _index("organisations", "community_id")
    _index("organisations", "name_key")


def _create_people() -> None:
    op.create_table(
        "people",
        *_owned("people"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("sessions_from", Instant),
        sa.UniqueConstraint("community_id", "email", name="uq_people_community_id_email"),
    )
    _index("people", "community_id")
    _index("people", "email")


def _create_memberships() -> None:
    op.create_table(
        "memberships",
        *_owned("memberships"),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_memberships_person_id_people"),
    )
    _index("memberships", "community_id")
    _index("memberships", "person_id")
    _index("memberships", "organisation_id")


def _create_tokens() -> None:
    op.create_table(
        "tokens",
        *_owned("tokens"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("created_by", sa.Uuid),
        sa.UniqueConstraint("sha256", name="uq_tokens_sha256"),
    )
    _index("tokens", "community_id")


def _create_sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("community_id", sa.Uuid),
        sa.Column("person_id", sa.Uuid),
        sa.Column("next_path", sa.String(500), nullable=False),
        sa.Column("requested_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("used_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    )
    _index("sign_ins", "address", "requested_at")
    _index("sign_ins", "client", "requested_at")


def _create_copies() -> None:
    op.create_table(
        "plans",
        *_copied("plans"),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
    )
    op.create_table(
        "commitments",
        *_copied("commitments"),
        sa.Column("plan_id", sa.Uuid, nullable=False),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("due", sa.Date),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("health", sa.String(20)),
    )
    _index("plans", "community_id")
    _index("commitments", "community_id")
    _index("commitments", "plan_id")
    _index("commitments", "organisation_id")


def _copied(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    community = sa.ForeignKeyConstraint(
        ["community_id"], ["communities.id"], name=f"fk_{table}_community_id_communities"
    )
    return (*_copied(table), community)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
