"""Finding webhooks, what waits for them, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select

from services.notify.db.tables import webhook_deliveries, webhooks
from services.notify.domain.webhook_deliveries import WebhookDelivery, WebhookDeliveryState
from services.notify.domain.webhooks import Webhook, WebhookState
from shared.db.unit_of_work import UnitOfWork

LANES = frozenset({1, 2})
"""Calls to one webhook at a time, so that one that hangs takes no more of the sender than that."""

_OF_IT = webhook_deliveries.c.webhook_id == webhooks.c.id
_LANES_TAKEN = func.count(webhook_deliveries.c.lane.distinct())


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Which part of a webhook's deliveries is wanted: in this state, `limit` at most, after this place."""

    limit: int
    state: WebhookDeliveryState | None = None
    after: tuple[datetime, UUID] | None = None


# It is asked for each batch of events, so the statement is made once.
_LISTENING = select(Webhook).where(
    webhooks.c.community_id.in_(bindparam("communities", expanding=True, type_=webhooks.c.community_id.type)),
    webhooks.c.state != WebhookState.ENDED,
)


def webhooks_of(uow: UnitOfWork, communities: Collection[UUID]) -> Sequence[Webhook]:
    """Return the communities' webhooks, the oldest first."""
    query = select(Webhook).where(webhooks.c.community_id.in_(communities))
    return uow.session.scalars(query.order_by(webhooks.c.made_at, webhooks.c.id)).all()


def listening(uow: UnitOfWork, communities: Collection[UUID]) -> Sequence[Webhook]:
    """Return those of the communities' webhooks for which events are kept, as its transaction first saw them.

    Each class of events in a batch asks, mostly for the same communities.
    """
    known: dict[frozenset[UUID], Sequence[Webhook]] = uow.session.info.setdefault(_LISTENING, {})
    asked = frozenset(communities)
    if asked not in known:
        known[asked] = uow.session.scalars(_LISTENING, {"communities": list(asked)}).all()
    return known[asked]


def deliveries_of(uow: UnitOfWork, webhook_id: UUID, piece: Piece) -> Sequence[WebhookDelivery]:
    """Return a webhook's deliveries, the newest first."""
    columns = webhook_deliveries.c
    query = select(WebhookDelivery).where(columns.webhook_id == webhook_id)
    if piece.state is not None:
        query = query.where(columns.state == piece.state)
    if piece.after is not None:
        at, last = piece.after
        query = query.where(or_(columns.made_at < at, and_(columns.made_at == at, columns.id > last)))
    return uow.session.scalars(query.order_by(columns.made_at.desc(), columns.id).limit(piece.limit)).all()


def counts(uow: UnitOfWork, webhook_id: UUID | None = None) -> dict[WebhookDeliveryState, int]:
    """Return how many deliveries are in each state, of one webhook or of all."""
    columns = webhook_deliveries.c
    query = select(columns.state, func.count().label("number")).group_by(columns.state)
    if webhook_id is not None:
        query = query.where(columns.webhook_id == webhook_id)
    found = {row.state: row.number for row in uow.session.execute(query)}
    return {state: found.get(state, 0) for state in WebhookDeliveryState}


def waiting_and_dead(uow: UnitOfWork) -> dict[tuple[str, ...], float]:
    """Return how many deliveries wait, those in hand included, and how many have been given up."""
    found = counts(uow)
    waiting = found[WebhookDeliveryState.WAITING] + found[WebhookDeliveryState.CLAIMED]
    return {("waiting",): float(waiting), ("dead",): float(found[WebhookDeliveryState.DEAD])}


def next_to_call(uow: UnitOfWork, *, claims: bool) -> Webhook | None:
    """Return the webhook for which something has been due the longest, and that has a lane free.

    To claim, it is locked, so that other senders pass it by.
    """
    taken = select(_LANES_TAKEN).where(_OF_IT, _is_claimed()).scalar_subquery()
    first = select(func.min(webhook_deliveries.c.due_at)).where(_OF_IT, _is_due(uow.now)).scalar_subquery()
    query = (
        select(Webhook)
        # To ask whether anything is due by EXISTS would go through all that waits, however much that is.
        .where(webhooks.c.state == WebhookState.ACTIVE, first.is_not(None), taken < len(LANES))
        .order_by(first, webhooks.c.id)
        .limit(1)
    )
    return uow.session.scalars(query.with_for_update(skip_locked=True) if claims else query).first()


def free_lanes(uow: UnitOfWork, webhook_id: UUID) -> list[int]:
    """Return the lanes of the webhook in which no call is being made."""
    columns = webhook_deliveries.c
    taken = select(columns.lane).where(columns.webhook_id == webhook_id, _is_claimed()).distinct()
    return sorted(LANES.difference(uow.session.scalars(taken)))


def next_due(uow: UnitOfWork, webhook_id: UUID, most: int) -> Sequence[WebhookDelivery]:
    """Return the deliveries to the webhook that have been due the longest, locked."""
    columns = webhook_deliveries.c
    query = (
        select(WebhookDelivery)
        .where(columns.webhook_id == webhook_id, _is_due(uow.now))
        .order_by(columns.due_at, columns.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return uow.session.scalars(query).all()


def in_hand(uow: UnitOfWork, deliveries: Collection[WebhookDelivery]) -> dict[UUID, WebhookDelivery]:
    """Return those of the claimed deliveries, by id, that nobody has touched since; locked."""
    columns = webhook_deliveries.c
    query = select(WebhookDelivery).where(columns.id.in_([each.id for each in deliveries]))
    found = uow.session.scalars(query.order_by(columns.id).with_for_update())
    versions = {each.id: each.version for each in deliveries}
    return {each.id: each for each in found if each.version == versions[each.id]}


def lost_claims(uow: UnitOfWork) -> Sequence[WebhookDelivery]:
    """Return the deliveries whose sender has not been heard of in time."""
    query = select(WebhookDelivery).where(_is_claimed(), webhook_deliveries.c.lease_until < uow.now)
    return uow.session.scalars(query.with_for_update(skip_locked=True)).all()


def has_lost_claims(uow: UnitOfWork) -> bool:
    """Return whether there are such."""
    lost = exists().where(_is_claimed(), webhook_deliveries.c.lease_until < uow.now)
    return bool(uow.session.scalar(select(lost)))


def _is_due(now: datetime) -> ColumnElement[bool]:
    columns = webhook_deliveries.c
    return and_(columns.state == WebhookDeliveryState.WAITING, columns.due_at <= now)


def _is_claimed() -> ColumnElement[bool]:
    return webhook_deliveries.c.state == WebhookDeliveryState.CLAIMED
