"""Take deliveries in hand one by one, and write down what came of each."""

from uuid import UUID

from sqlalchemy import case, select

from services.notify.db.tables import deliveries
from services.notify.domain.deliveries import Delivery, DeliveryState, Kind, Outcome
from services.notify.use_cases.outcomes import release, tell_outcome
from shared.db.unit_of_work import UnitOfWork

_URGENT_FIRST = case((deliveries.c.kind == Kind.SIGN_IN, 0), else_=1)
"""Whoever wants to sign in sits and waits for the e-mail."""


def tidy(uow: UnitOfWork) -> None:
    """End the claims whose sender is gone as uncertain, and what has waited too long as failed."""
    for delivery in uow.session.scalars(
        select(Delivery).where(
            deliveries.c.state == DeliveryState.CLAIMED, deliveries.c.lease_until < uow.now
        )
    ):
        delivery.lose(uow.now)
        tell_outcome(uow, delivery)


def claim_next(uow: UnitOfWork) -> Delivery | None:
    """Claim the next delivery that is due, or return None when none is.

    The claim must be committed before the mail server hears of the message.
    """
    delivery = _next_due(uow)
    while delivery is not None and delivery.is_stale(uow.now):
        _expire(uow, delivery)
        delivery = _next_due(uow)
    if delivery is not None:
        delivery.claim(uow.now)
    return delivery


def settle(uow: UnitOfWork, delivery_id: UUID, outcome: Outcome) -> None:
    """Write down what came of an attempt."""
    delivery = uow.session.get(Delivery, delivery_id, with_for_update=True)
    if delivery is None:
        return
    delivery.settle(outcome, uow.now)
    tell_outcome(uow, delivery)


def _next_due(uow: UnitOfWork) -> Delivery | None:
    query = (
        select(Delivery)
        .where(deliveries.c.state == DeliveryState.WAITING, deliveries.c.due_at <= uow.now)
        .order_by(_URGENT_FIRST, deliveries.c.due_at, deliveries.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return uow.session.scalars(query).first()


def _expire(uow: UnitOfWork, delivery: Delivery) -> None:
    """Give up on a delivery; whether its news is still news, the ladder decides afresh."""
    delivery.expire(uow.now)
    tell_outcome(uow, delivery)
    release(uow, delivery)
    uow.session.flush()
