"""The tables of the partners service, and which class each owned row becomes."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import registry

from services.partners.domain.communities import Community
from services.partners.domain.memberships import Membership
from services.partners.domain.organisations import Organisation
from services.partners.domain.people import Person
from services.partners.domain.sign_ins import SignIn
from services.partners.domain.tokens import Token
from shared.contracts import Role
from shared.db.copies import copy_table
from shared.db.metadata import new_metadata
from shared.db.principals import Principals
from shared.db.types import Choice, Instant, ListOf
from shared.events.tables import add_event_tables

METADATA = new_metadata()
EVENT_TABLES = add_event_tables(METADATA)


def _owned(name: str, *columns: Column[object] | UniqueConstraint | Index) -> Table:
    """Return a table of things that belong to a community and are said in events."""
    return Table(
        name,
        METADATA,
        Column("id", Uuid, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("community_id", Uuid, ForeignKey("communities.id"), nullable=False, index=True),
        *columns,
    )


communities = Table(
    "communities",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("timezone", String(64), nullable=False),
)

# A name is not unique: a sheet may name an organisation that was renamed a moment ago, and what the sheet
# promises must not hang in the air.
organisations = _owned(
    "organisations",
    Column("name", String(200), nullable=False),
    Column("name_key", String(400), nullable=False, index=True),
)

people = _owned(
    "people",
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False, index=True),
    Column("sessions_from", Instant),
    UniqueConstraint("community_id", "email"),
)

# The organisation of a membership may be named by an event that comes later, so there is no foreign key.
memberships = _owned(
    "memberships",
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False, index=True),
    Column("organisation_id", Uuid, index=True),
    Column("role", Choice(Role), nullable=False),
    Column("active", Boolean, nullable=False),
)

tokens = _owned(
    "tokens",
    Column("name", String(200), nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("scopes", ListOf(str), nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Uuid),
)

sign_ins = Table(
    "sign_ins",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("address", String(64), nullable=False),
    Column("client", String(64), nullable=False),
    Column("community_id", Uuid),
    Column("person_id", Uuid),
    Column("next_path", String(500), nullable=False),
    Column("requested_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Index(None, "address", "requested_at"),
    Index(None, "client", "requested_at"),
)

plans = copy_table(
    METADATA, "plans", Column("name", String, nullable=False), Column("public", Boolean, nullable=False)
)

commitments = copy_table(
    METADATA,
    "commitments",
    Column("plan_id", Uuid, nullable=False, index=True),
    Column("reference", String, nullable=False),
    Column("text", String, nullable=False),
    Column("organisation_id", Uuid, index=True),
    Column("due", Date),
    Column("state", String(20), nullable=False),
    Column("health", String(20)),
)

PRINCIPALS = Principals(people=people, memberships=memberships, tokens=tokens)

MAPPING = registry(metadata=METADATA)
MAPPING.map_imperatively(Community, communities)
MAPPING.map_imperatively(Organisation, organisations)
MAPPING.map_imperatively(Person, people)
MAPPING.map_imperatively(Membership, memberships)
MAPPING.map_imperatively(Token, tokens)
MAPPING.map_imperatively(SignIn, sign_ins)
