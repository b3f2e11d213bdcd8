"""Hear an event, and put it on its way to the webhooks that want it."""

from collections.abc import Sequence
from uuid import UUID, uuid5

import msgspec

from services.notify.db.tables import webhook_deliveries
from services.notify.db.webhooks import listening
from services.notify.domain.webhook_deliveries import WebhookDelivery, WebhookDeliveryState
from services.notify.domain.webhooks import KEPT_BACK, TEST_TYPE, Webhook
from shared import tracing
from shared.contracts import Contract
from shared.db.copies import Keep
from shared.db.unit_of_work import UnitOfWork
from shared.events.applying import Event
from shared.events.envelope import Envelope
from shared.events.identifiers import event_id
from shared.events.inserts import insert_into


class Announce(Keep):
    """Keeps copies as the handler that it is given does, and tells webhooks of what is news.

    What is said again, for copies that were lost, is none. An event that is heard twice is one delivery.
    """

    def __init__(self, kept: Keep) -> None:
        super().__init__(kept.table)
        self._kept = kept

    def together(self, uow: UnitOfWork, events: Sequence[Contract]) -> set[UUID]:
        """Keep copies of events whose envelopes are not at hand."""
        return self._kept.together(uow, events)

    def hear(self, uow: UnitOfWork, events: Sequence[Event]) -> None:
        """Keep the copies, and write a delivery for each event and webhook."""
        self.together(uow, [event.contract for event in events])
        _announce(uow, [event for event in events if not getattr(event.contract, "again", False)])


def send_test(uow: UnitOfWork, webhook: Webhook) -> WebhookDelivery:
    """Put an event on its way that says nothing but that it is a test."""
    test_id = event_id(uow.now)
    told = {
        "specversion": "1.0",
        "id": test_id,
        "source": "/notify",
        "type": TEST_TYPE,
        "subject": webhook.id,
        "time": uow.now,
        "datacontenttype": "application/json",
        "community": webhook.community_id,
        "data": {"id": webhook.id, "community_id": webhook.community_id},
    }
    delivery = WebhookDelivery(
        id=delivery_id(webhook.id, test_id),
        webhook_id=webhook.id,
        community_id=webhook.community_id,
        event_id=test_id,
        event_type=TEST_TYPE,
        body=msgspec.json.encode(told).decode(),
        made_at=uow.now,
        due_at=uow.now,
        traceparent=tracing.current(),
    )
    uow.session.add(delivery)
    return delivery


def delivery_id(webhook_id: UUID, of_event: UUID) -> UUID:
    """Return the id of the one delivery of this event to this webhook, whenever it is worked out."""
    return uuid5(webhook_id, str(of_event))


def public_body(envelope: Envelope) -> str:
    """Return the event as receivers get it: without who the people are."""
    data = {
        name: value for name, value in msgspec.json.decode(envelope.data).items() if name not in KEPT_BACK
    }
    told = {
        "specversion": envelope.specversion,
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "time": envelope.time,
        "datacontenttype": envelope.datacontenttype,
        "community": envelope.community,
        "data": data,
    }
    return msgspec.json.encode(told).decode()


def _announce(uow: UnitOfWork, events: Sequence[Event]) -> None:
    if not events:
        return
    hooks = listening(uow, {event.envelope.community for event in events})
    rows = [
        _row(uow, webhook, event) for event in events for webhook in hooks if webhook.hears(event.contract)
    ]
    if rows:
        key = [webhook_deliveries.c.webhook_id, webhook_deliveries.c.event_id]
        once = insert_into(webhook_deliveries, uow.session).on_conflict_do_nothing(index_elements=key)
        uow.session.execute(once, rows)


def _row(uow: UnitOfWork, webhook: Webhook, event: Event) -> dict[str, object]:
    envelope = event.envelope
    return {
        "id": delivery_id(webhook.id, envelope.id),
        "webhook_id": webhook.id,
        "community_id": webhook.community_id,
        "event_id": envelope.id,
        "event_type": envelope.type,
        "body": public_body(envelope),
        "made_at": uow.now,
        "due_at": uow.now,
        "traceparent": envelope.traceparent,
        "state": WebhookDeliveryState.WAITING,
        "attempts": 0,
        "fresh_from": 0,
        "version": 1,
    }
