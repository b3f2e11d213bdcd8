"""Take webhooks' deliveries in hand, some at a time, and write down what came of each call."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from math import ceil
from uuid import UUID

from sqlalchemy import delete, select, update

from services.notify.db import webhooks as found
from services.notify.db.tables import webhook_deliveries, webhooks
from services.notify.domain.webhook_deliveries import (
    KEPT_FOR,
    Answer,
    WebhookDelivery,
    WebhookDeliveryState,
)
from services.notify.domain.webhooks import Webhook, WebhookState
from services.notify.use_cases.webhooks import webhook_to_change
from shared.db.unit_of_work import UnitOfWork

GONE = "its receiver answered 410: it wants nothing more"


ROUND = 20
"""How many deliveries are claimed at a time: one by one, claiming and settling took longer than the calls."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Round:
    """Deliveries that were claimed for a lane of their webhook, to be called one after the other."""

    webhook: Webhook
    deliveries: Sequence[WebhookDelivery]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one delivery of a round: an answer, or none where it was not called."""

    delivery: WebhookDelivery
    answer: Answer | None

    @property
    def is_gone(self) -> bool:
        """Whether the receiver said that it wants nothing more."""
        return self.answer is not None and self.answer.is_gone

    def settle(self, delivery: WebhookDelivery, now: datetime) -> None:
        """Write it down with the delivery as it is stored."""
        if self.answer is None:
            delivery.give_back()
        else:
            delivery.settle(self.answer, now)


def recover(uow: UnitOfWork) -> None:
    """Put back what was claimed by a sender that is gone."""
    for lost in found.lost_claims(uow):
        lost.lose(uow.now)


def claim_next(uow: UnitOfWork) -> Round | None:
    """Claim the deliveries that are due next for a free lane, or return None when none are.

    What is due is shared out among its webhook's free lanes. The claim must be committed before the
    receiver is called.
    """
    webhook = found.next_to_call(uow, claims=True)
    lanes = found.free_lanes(uow, webhook.id) if webhook else []
    if webhook is None or not lanes:
        return None
    due = found.next_due(uow, webhook.id, ROUND * len(lanes))
    claimed = _together(due[: ceil(len(due) / len(lanes))])
    for delivery in claimed:
        delivery.claim(lanes[0], uow.now)
    return Round(webhook=webhook, deliveries=claimed) if claimed else None


def _together(due: Sequence[WebhookDelivery]) -> Sequence[WebhookDelivery]:
    """Return those that go in one round: with what a sender was lost, no others go."""
    if due and due[0].was_lost:
        return due[:1]
    return list(takewhile(lambda each: not each.was_lost, due))


def settle(uow: UnitOfWork, outcomes: Sequence[Outcome]) -> None:
    """Write down what came of calls, but of those that somebody else has in hand by now.

    Webhooks are locked first, as in whatever takes them away, so that no two wait for each other.
    """
    gone = {each.delivery.webhook_id for each in outcomes if each.is_gone}
    ending = {each: webhook_to_change(uow, each) for each in sorted(gone)}
    held = found.in_hand(uow, [each.delivery for each in outcomes])
    waiting: set[UUID] = set()
    for outcome in outcomes:
        delivery = held.get(outcome.delivery.id)
        if delivery is None:
            continue
        outcome.settle(delivery, uow.now)
        webhook = ending.get(delivery.webhook_id) if outcome.is_gone else None
        if webhook is not None:
            webhook.end(GONE)
        if webhook is not None or delivery.state is WebhookDeliveryState.WAITING:
            waiting.add(delivery.webhook_id)
    if waiting:
        uow.session.flush()
        _bury(uow, waiting)


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


def _bury(uow: UnitOfWork, webhook_ids: Collection[UUID]) -> None:
    """End what waits for those of the webhooks that have ended."""
    columns = webhook_deliveries.c
    ended = select(webhooks.c.id).where(
        webhooks.c.id.in_(webhook_ids), webhooks.c.state == WebhookState.ENDED
    )
    uow.session.execute(
        update(webhook_deliveries)
        .where(columns.webhook_id.in_(ended), columns.state == WebhookDeliveryState.WAITING)
        .values(state=WebhookDeliveryState.DEAD, reason=GONE, ended_at=uow.now, version=columns.version + 1)
    )
