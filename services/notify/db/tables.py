"""Notify's tables: its copies, the ledger of what people were told, deliveries on their way, and webhooks."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import registry

from services.notify.db import copies, webhook_tables
from services.notify.domain.deliveries import Delivery, DeliveryState, Kind
from services.notify.domain.nudges import NudgeKind
from services.notify.domain.preferences import Topic
from services.notify.domain.webhook_deliveries import WebhookDelivery
from services.notify.domain.webhooks import Webhook
from shared.db.metadata import new_metadata
from shared.db.principals import add_principal_copies
from shared.db.types import Choice, Instant
from shared.events.tables import add_event_tables

METADATA = new_metadata()
EVENT_TABLES = add_event_tables(METADATA)
PRINCIPALS = add_principal_copies(METADATA)

communities = copies.communities_of(METADATA)
organisations = copies.organisations_of(METADATA)
plans = copies.plans_of(METADATA)
imports = copies.imports_of(METADATA)
commitments = copies.commitments_of(METADATA)
updates = copies.updates_of(METADATA)
turns = copies.turns_of(METADATA)
people = PRINCIPALS.people
memberships = PRINCIPALS.memberships

nudges = Table(
    "nudges",
    METADATA,
    Column("id", Uuid(), primary_key=True),
    Column("community_id", Uuid(), nullable=False),
    Column("person_id", Uuid(), nullable=False),
    Column("kind", Choice(NudgeKind), nullable=False),
    Column("period", String(36), nullable=False),
    Column("made_at", Instant(), nullable=False),
    Column("skipped", Text()),
    UniqueConstraint("person_id", "kind", "period"),
    Index("ix_nudges_community_id_made_at", "community_id", "made_at"),
)
"""The ledger: one row for each nudge, whose delivery has the same id; `skipped` says why there is none.

The period is a day or, of a turn, the agreement by which it came: nobody hears twice of either."""

nudge_items = Table(
    "nudge_items",
    METADATA,
    Column("id", Integer(), primary_key=True, autoincrement=True),
    Column("nudge_id", Uuid(), ForeignKey("nudges.id"), nullable=False, index=True),
    Column("commitment_id", Uuid(), nullable=False),
    Column("contact_id", Uuid(), nullable=False),
    Column("step", String(32), nullable=False),
    Column("rung", String(20), nullable=False),
    Column("due", Date()),
    Column("until", Date()),
    UniqueConstraint("commitment_id", "contact_id", "step"),
)
"""The steps that each nudge settled. `step` names rung and due date together, because a database would
hold two empty due dates to be different."""

digests = Table(
    "digests",
    METADATA,
    Column("id", Uuid(), primary_key=True),
    Column("community_id", Uuid(), nullable=False),
    Column("person_id", Uuid(), nullable=False),
    Column("period", String(10), nullable=False),
    Column("since", Instant(), nullable=False),
    Column("until", Instant(), nullable=False),
    Column("made_at", Instant(), nullable=False),
    Column("skipped", Text()),
    UniqueConstraint("person_id", "period"),
)
"""One row for each officer and ISO week, with the window that it tells of; its delivery has the same id."""

deliveries = Table(
    "deliveries",
    METADATA,
    Column("id", Uuid(), primary_key=True),
    Column("community_id", Uuid(), nullable=False),
    Column("person_id", Uuid(), nullable=False),
    Column("kind", Choice(Kind), nullable=False),
    Column("data", JSON(), nullable=False),
    Column("made_at", Instant(), nullable=False),
    Column("due_at", Instant(), nullable=False),
    Column("expires_at", Instant()),
    Column("traceparent", String(55)),
    Column("state", Choice(DeliveryState), nullable=False),
    Column("attempts", Integer(), nullable=False),
    Column("lease_until", Instant()),
    Column("ended_at", Instant()),
    Column("reason", Text()),
    Column("version", Integer(), nullable=False),
    Index("ix_deliveries_state_due_at", "state", "due_at"),
    Index("ix_deliveries_community_id_made_at", "community_id", "made_at"),
)

preferences = Table(
    "preferences",
    METADATA,
    Column("person_id", Uuid(), primary_key=True),
    Column("topic", Choice(Topic), primary_key=True),
    Column("wanted", Boolean(), nullable=False),
    Column("changed_at", Instant(), nullable=False),
)
"""What people turned off, or on again; who never said anything gets everything."""

webhooks = webhook_tables.webhooks_of(METADATA)
webhook_deliveries = webhook_tables.webhook_deliveries_of(METADATA)

MAPPING = registry(metadata=METADATA)
MAPPING.map_imperatively(Delivery, deliveries)
MAPPING.map_imperatively(Webhook, webhooks)
MAPPING.map_imperatively(WebhookDelivery, webhook_deliveries)
