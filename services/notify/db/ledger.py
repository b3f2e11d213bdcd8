"""Digests that were made, and who gets one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from services.notify.db.tables import deliveries, digests, memberships, people
from services.notify.domain.deliveries import DeliveryState
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork

_TOLD = (DeliveryState.WAITING, DeliveryState.CLAIMED, DeliveryState.SENT)
"""A digest that failed, or of which we don't know, has told nothing: its news is in the next one too."""


def officers(uow: UnitOfWork) -> list[tuple[UUID, UUID]]:
    """Return person and community of everybody who gets digests, whatever the week."""
    query = (
        select(memberships.c.person_id, memberships.c.community_id)
        .join(people, people.c.id == memberships.c.person_id)
        .where(memberships.c.role == Role.OFFICER, memberships.c.active, people.c.email != "")
        .distinct()
    )
    return [(row.person_id, row.community_id) for row in uow.session.execute(query)]


def periods_had(uow: UnitOfWork, periods: Sequence[str]) -> set[tuple[UUID, str]]:
    """Return which person had a digest in which of these weeks, skipped ones included."""
    query = select(digests.c.person_id, digests.c.period).where(digests.c.period.in_(periods))
    return {(row.person_id, row.period) for row in uow.session.execute(query)}


def told_until(uow: UnitOfWork, person_id: UUID) -> datetime | None:
    """Return up to when digests have told this person the news: from there the next one goes on.

    None means that nobody ever made one for them.
    """
    told = (
        select(func.max(digests.c.until))
        .join(deliveries, deliveries.c.id == digests.c.id)
        .where(digests.c.person_id == person_id, deliveries.c.state.in_(_TOLD))
    )
    first_begins = select(func.min(digests.c.since)).where(digests.c.person_id == person_id)
    until: datetime | None = uow.session.scalar(told) or uow.session.scalar(first_begins)
    return until
