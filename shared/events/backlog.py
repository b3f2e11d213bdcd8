"""How many events wait in a service's own tables: to be sent, to be tried again, or for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.sql import ColumnElement

from shared.events.metrics import APPLYING, SENDING
from shared.events.transactions import Transactions, Work

UNREADABLE = "unreadable"
"""The type under which bytes are counted that are no event."""


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits in the tables of one service.

    Attributes:
        unsent: events that the transport has not accepted yet.
        oldest_seconds: how long the first of these has waited; 0 when there is none.
        failing: events that will be tried again.
        parked: how many wait for a person, by where they were parked (`sending`, `applying`) and type.
    """

    unsent: int
    oldest_seconds: float
    failing: int
    parked: Mapping[tuple[str, str], int]

    def parked_at(self, where: str) -> int:
        """Return how many were parked there."""
        return sum(count for (place, _), count in self.parked.items() if place == where)


def backlog(database: Transactions) -> Backlog:
    """Count what waits.

    Raises:
        DatabaseUnavailable: when the database cannot be asked now.
    """
    outbox, failures = database.event_tables.outbox, database.event_tables.failures
    unsent = outbox.c.published_at.is_(None) & outbox.c.parked_at.is_(None)
    with database.unit_of_work(read_only=True) as uow:
        return Backlog(
            unsent=_count(uow, outbox, unsent),
            oldest_seconds=_age(uow, outbox, unsent),
            failing=_count(uow, failures, failures.c.parked_at.is_(None)),
            parked=_parked(uow, outbox, SENDING) | _parked(uow, failures, APPLYING),
        )


def _count(uow: Work, table: Table, which: ColumnElement[bool]) -> int:
    return uow.session.scalar(select(func.count()).select_from(table).where(which)) or 0


def _age(uow: Work, outbox: Table, unsent: ColumnElement[bool]) -> float:
    """Return the age of the first one; by the index that the relay goes by, however many there are."""
    first = uow.session.scalar(select(outbox.c.created_at).where(unsent).order_by(outbox.c.seq).limit(1))
    return 0.0 if first is None else max(0.0, (uow.now - first).total_seconds())


def _parked(uow: Work, table: Table, where: str) -> dict[tuple[str, str], int]:
    columns: Any = table.c
    query = select(columns.type, func.count()).where(columns.parked_at.is_not(None)).group_by(columns.type)
    return {(where, name or UNREADABLE): count for name, count in uow.session.execute(query)}
