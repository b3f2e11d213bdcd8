"""The tables of webhooks and of what is on its way to them."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from services.notify.domain.webhook_deliveries import WebhookDeliveryState
from services.notify.domain.webhooks import WebhookState
from shared.db.types import Choice, Instant, ListOf


def webhooks_of(metadata: MetaData) -> Table:
    """Declare webhooks; no column holds what signs."""
    return Table(
        "webhooks",
        metadata,
        Column("id", Uuid(), primary_key=True),
        Column("community_id", Uuid(), nullable=False, index=True),
        Column("url", Text(), nullable=False),
        Column("description", Text(), nullable=False),
        Column("event_types", ListOf(str), nullable=False),
        Column("made_at", Instant(), nullable=False),
        Column("made_by", Uuid()),
        Column("key_mark", String(16), nullable=False),
        Column("generation", Integer(), nullable=False),
        Column("previous_mark", String(16)),
        Column("previous_until", Instant()),
        Column("state", Choice(WebhookState), nullable=False),
        Column("reason", Text()),
        Column("version", Integer(), nullable=False),
    )


def webhook_deliveries_of(metadata: MetaData) -> Table:
    """Declare webhooks' deliveries; `body` is what is sent, fixed when the event was heard."""
    return Table(
        "webhook_deliveries",
        metadata,
        Column("id", Uuid(), primary_key=True),
        Column("webhook_id", Uuid(), ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
        Column("community_id", Uuid(), nullable=False),
        Column("event_id", Uuid(), nullable=False),
        Column("event_type", String(100), nullable=False),
        Column("body", Text(), nullable=False),
        Column("made_at", Instant(), nullable=False, index=True),
        Column("due_at", Instant(), nullable=False),
        Column("traceparent", String(55)),
        Column("state", Choice(WebhookDeliveryState), nullable=False),
        Column("attempts", Integer(), nullable=False),
        Column("fresh_from", Integer(), nullable=False),
        Column("lane", SmallInteger()),
        Column("lease_until", Instant()),
        Column("ended_at", Instant()),
        Column("status", Integer()),
        Column("reason", Text()),
        Column("version", Integer(), nullable=False),
        UniqueConstraint("webhook_id", "event_id"),
        Index("ix_webhook_deliveries_webhook_id_made_at", "webhook_id", "made_at"),
        Index("ix_webhook_deliveries_webhook_id_state_due_at_id", "webhook_id", "state", "due_at", "id"),
        Index("ix_webhook_deliveries_state_lease_until", "state", "lease_until"),
    )
