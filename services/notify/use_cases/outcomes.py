"""Say what became of nudges, to the services that show it."""

from uuid import UUID

from sqlalchemy import Row, delete, select

from services.notify.db.tables import deliveries, nudge_items, nudges
from services.notify.domain.deliveries import Delivery, DeliveryState, Kind
from services.notify.domain.nudges import SKIPPED, Nudge
from shared.contracts import NudgeSent
from shared.db.unit_of_work import UnitOfWork

_NUDGES = frozenset({Kind.GIVEN, Kind.DUE, Kind.TURN})


def tell_skipped(uow: UnitOfWork, nudge: Nudge) -> None:
    """Say that a nudge was left out."""
    uow.publish(
        NudgeSent(
            id=nudge.id,
            version=1,
            community_id=nudge.community_id,
            person_id=nudge.person_id,
            kind=nudge.kind,
            period=nudge.period,
            outcome=SKIPPED,
            at=uow.now,
            commitment_ids=tuple(item.commitment.id for item in nudge.items),
        )
    )


def tell_outcome(uow: UnitOfWork, delivery: Delivery) -> None:
    """Say what became of a nudge's delivery, once it has ended; other e-mails are nobody else's concern."""
    if delivery.kind in _NUDGES and delivery.ended_at is not None:
        uow.session.flush()
        row = uow.session.execute(LEDGER.where(nudges.c.id == delivery.id)).one()
        uow.publish(nudge_sent(uow, row))


def release(uow: UnitOfWork, delivery: Delivery) -> None:
    """Let the ladder owe again what was certainly not sent."""
    if delivery.kind in _NUDGES:
        uow.session.execute(delete(nudge_items).where(nudge_items.c.nudge_id == delivery.id))


LEDGER = select(
    nudges,
    deliveries.c.state,
    deliveries.c.ended_at,
    deliveries.c.version,
).outerjoin(deliveries, deliveries.c.id == nudges.c.id)
"""The nudges, each with its delivery if there is one."""


def nudge_sent(uow: UnitOfWork, row: "Row[tuple[object, ...]]") -> NudgeSent:
    """Return what became of a nudge; `row` is of the ledger."""
    state: DeliveryState | None = row.state
    return NudgeSent(
        id=row.id,
        version=row.version or 1,
        community_id=row.community_id,
        person_id=row.person_id,
        kind=row.kind,
        period=row.period,
        outcome=state.value if state else SKIPPED,
        at=row.ended_at or row.made_at,
        commitment_ids=_commitments(uow, row.id),
    )


def _commitments(uow: UnitOfWork, nudge_id: UUID) -> tuple[UUID, ...]:
    column = nudge_items.c.commitment_id
    query = select(column).where(nudge_items.c.nudge_id == nudge_id).distinct().order_by(column)
    return tuple(uow.session.scalars(query))
