"""Parked events of both kinds: those that no transport takes, and those that could not be applied here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, false, func, or_, select, true
from sqlalchemy.sql import ColumnElement

from shared.events import outbox
from shared.events.inbox import Consumer
from shared.events.metrics import APPLYING, SENDING
from shared.events.transactions import Transactions, Work

Communities = Collection[UUID] | None
"""Those whose events are meant; None means all, and what belongs to none too."""


@dataclass(frozen=True, kw_only=True)
class Parked:
    """An event that waits for a person.

    Attributes:
        where: `sending` when it never left this service, `applying` when it could not be applied here.
        type: None when its bytes are no event.
        community: None when it belongs to none, or nobody can tell.
        since: when it was said, or first failed to be applied.
    """

    event_id: UUID
    where: str
    type: str | None
    community: UUID | None
    reason: str
    attempts: int
    since: datetime
    parked_at: datetime


class ParkedEvents:
    """The parked events of one service."""

    def __init__(self, database: Transactions, consumer: Consumer) -> None:
        self._database = database
        self._consumer = consumer
        self._sending = database.event_tables.outbox
        self._applying = database.event_tables.failures

    def list(self, communities: Communities = None, *, most: int | None = None) -> list[Parked]:
        """Return the oldest of them, without their bodies."""
        with self._database.unit_of_work(read_only=True) as uow:
            found = [
                *map(_unsent, uow.session.execute(self._unsent(communities).limit(most))),
                *map(_unapplied, uow.session.execute(self._unapplied(communities).limit(most))),
            ]
        return sorted(found, key=lambda event: event.parked_at)[:most]

    def count(self, communities: Communities = None) -> int:
        """Return how many there are."""
        with self._database.unit_of_work(read_only=True) as uow:
            return sum(
                uow.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
                for query in (self._unsent(communities), self._unapplied(communities))
            )

    def find(self, uow: Work, event_id: UUID) -> Parked | None:
        """Return the parked event of this id, None when there is none."""
        sending, applying = self._sending.c.event_id, self._applying.c.event_id
        unsent = uow.session.execute(self._unsent(None).where(sending == event_id)).first()
        unapplied = uow.session.execute(self._unapplied(None).where(applying == event_id)).first()
        return _unsent(unsent) if unsent else _unapplied(unapplied) if unapplied else None

    def body(self, event_id: UUID) -> bytes:
        """Return the event's bytes, which may hold names and addresses.

        Raises:
            LookupError: when no such event is parked.
        """
        with self._database.unit_of_work(read_only=True) as uow:
            table = self._sending if self._known(uow, event_id).where == SENDING else self._applying
            body: bytes = uow.session.execute(
                select(table.c.body).where(table.c.event_id == event_id, table.c.parked_at.is_not(None))
            ).scalar_one()
        return body

    def replay(self, event_id: UUID) -> str:
        """Send or apply the event again, with all its attempts before it, and return what came of it.

        Raises:
            LookupError: when no such event is parked.
        """
        if self._where(event_id) == APPLYING:
            return self._consumer.replay(event_id)
        outbox.send_again(self._database, event_id)
        return SENDING

    def drop(self, event_id: UUID) -> None:
        """Give the event up for good.

        Raises:
            LookupError: when no such event is parked.
        """
        if self._where(event_id) == APPLYING:
            self._consumer.drop(event_id)
        else:
            outbox.give_up(self._database, event_id)

    def _where(self, event_id: UUID) -> str:
        with self._database.unit_of_work(read_only=True) as uow:
            return self._known(uow, event_id).where

    def _known(self, uow: Work, event_id: UUID) -> Parked:
        found = self.find(uow, event_id)
        if found is None:
            raise LookupError(f"no parked event {event_id}")
        return found

    def _unsent(self, communities: Communities) -> Select[Any]:
        table = self._sending.c
        columns = (table.event_id, table.type, table.routing_key, table.reason, table.attempts)
        query = select(*columns, table.created_at, table.parked_at).where(table.parked_at.is_not(None))
        return query.where(_about(table.routing_key, communities)).order_by(table.parked_at)

    def _unapplied(self, communities: Communities) -> Select[Any]:
        table = self._applying.c
        columns = (table.event_id, table.type, table.community, table.reason, table.attempts)
        query = select(*columns, table.first_failed_at, table.parked_at).where(table.parked_at.is_not(None))
        if communities is not None:
            query = query.where(table.community.in_(communities))
        return query.order_by(table.parked_at)


def _about(routing_key: Any, communities: Communities) -> ColumnElement[bool]:
    """Go by the key's last word, which is the community."""
    if communities is None:
        return true()
    return or_(false(), *(routing_key.endswith(f".{community}") for community in communities))


def _unsent(row: Row[Any]) -> Parked:
    return Parked(
        event_id=row.event_id,
        where=SENDING,
        type=row.type,
        community=UUID(row.routing_key.rpartition(".")[2]),
        reason=row.reason or "",
        attempts=row.attempts,
        since=row.created_at,
        parked_at=row.parked_at,
    )


def _unapplied(row: Row[Any]) -> Parked:
    return Parked(
        event_id=row.event_id,
        where=APPLYING,
        type=row.type,
        community=row.community,
        reason=row.reason,
        attempts=row.attempts,
        since=row.first_failed_at,
        parked_at=row.parked_at,
    )
