"""Take webhooks' deliveries in hand one by one, and write down what came of each call."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, update

from services.notify.db import webhooks as found
from services.notify.db.tables import webhook_deliveries
from services.notify.domain.webhook_deliveries import (
    KEPT_FOR,
    Answer,
    WebhookDelivery,
    WebhookDeliveryState,
)
from services.notify.domain.webhooks import Webhook
from services.notify.use_cases.webhooks import webhook_to_change
from shared.db.unit_of_work import UnitOfWork

GONE = "its receiver answered 410: it wants nothing more"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A delivery that was claimed, for one attempt to call its webhook."""

    webhook: Webhook
    delivery: WebhookDelivery


def recover(uow: UnitOfWork) -> None:
    """Put back what was claimed by a sender that is gone."""
    for lost in found.lost_claims(uow):
        lost.lose(uow.now)


def claim_next(uow: UnitOfWork) -> Call | None:
    """Claim the next delivery that is due, or return None when none is.

    The claim must be committed before the receiver is called.
    """
    webhook = found.next_to_call(uow, claims=True)
    if webhook is None or found.in_flight(uow, webhook.id) >= found.MOST_IN_FLIGHT:
        return None
    delivery = found.next_due(uow, webhook.id)
    if delivery is None:
        return None
    delivery.claim(uow.now)
    return Call(webhook=webhook, delivery=delivery)


def settle(uow: UnitOfWork, call: Call, answer: Answer) -> None:
    """Write down what came of the call, unless somebody else has it in hand by now.

    The webhook is locked first, as in whatever takes it away, so that no two wait for each other.
    """
    webhook = webhook_to_change(uow, call.webhook.id) if answer.is_gone else None
    delivery = uow.session.get(WebhookDelivery, call.delivery.id, with_for_update=True)
    if delivery is None or delivery.attempts != call.delivery.attempts:
        return
    if delivery.state is not WebhookDeliveryState.CLAIMED:
        return
    delivery.settle(answer, uow.now)
    if webhook is not None:
        webhook.end(GONE)
        _bury(uow, webhook.id)


def replay(uow: UnitOfWork, delivery_id: UUID) -> WebhookDelivery | None:
    """Send what has ended once more, under its own id; what is still on its way stays as it is."""
    delivery = uow.session.get(WebhookDelivery, delivery_id, with_for_update=True)
    if delivery is not None:
        delivery.replay(uow.now)
    return delivery


def replay_dead(uow: UnitOfWork, webhook_id: UUID) -> int:
    """Send everything once more that never arrived at the webhook, and return how much that is."""
    columns = webhook_deliveries.c
    changed = uow.session.execute(
        update(webhook_deliveries)
        .where(columns.webhook_id == webhook_id, columns.state == WebhookDeliveryState.DEAD)
        .values(
            state=WebhookDeliveryState.WAITING,
            fresh_from=columns.attempts,
            due_at=uow.now,
            ended_at=None,
            version=columns.version + 1,
        )
        .returning(columns.id)
    )
    return len(changed.all())


def sweep_webhook_deliveries(uow: UnitOfWork) -> None:
    """Take away what has been here for long enough, delivered or not."""
    columns = webhook_deliveries.c
    uow.session.execute(
        delete(webhook_deliveries).where(
            columns.made_at < uow.now - KEPT_FOR, columns.state != WebhookDeliveryState.CLAIMED
        )
    )


def _bury(uow: UnitOfWork, webhook_id: UUID) -> None:
    """End what waits for a webhook that has ended."""
    columns = webhook_deliveries.c
    uow.session.execute(
        update(webhook_deliveries)
        .where(columns.webhook_id == webhook_id, columns.state == WebhookDeliveryState.WAITING)
        .values(state=WebhookDeliveryState.DEAD, reason=GONE, ended_at=uow.now, version=columns.version + 1)
    )
