"""The outbox: events wait here, written in the transaction of the change that they tell of."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Connection, Insert, Table, insert, update

from shared.events.envelope import Envelope, encode, routing_key
from shared.events.tables import EventTables
from shared.events.transactions import Transactions

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""When an event is first due: whatever the clock of its writer said, which may have been set by hand."""


def add(connection: Connection, tables: EventTables, envelopes: Sequence[Envelope]) -> None:
    """Write the events into the outbox, within the transaction that is open."""
    rows = [_row(envelope) for envelope in envelopes]
    if rows:
        # Most transactions say one event, and a list of one costs two more round trips than the one alone.
        connection.execute(_adding(tables.outbox), rows if len(rows) > 1 else rows[0])


def send_again(database: Transactions, event_id: UUID) -> None:
    """Let the relay try a parked event anew, with all its attempts before it.

    Raises:
        LookupError: when no such event is parked.
    """
    _settle_parked(database, event_id, parked_at=None, attempts=0, next_attempt_at=AT_ONCE)


def give_up(database: Transactions, event_id: UUID) -> None:
    """Never send a parked event; it leaves with the sent ones.

    Raises:
        LookupError: when no such event is parked.
    """
    with database.unit_of_work(read_only=True) as uow:
        now = uow.now
    _settle_parked(database, event_id, parked_at=None, published_at=now)


@lru_cache
def _adding(outbox: Table) -> Insert:
    return insert(outbox)


def _settle_parked(database: Transactions, event_id: UUID, **state: object) -> None:
    table = database.event_tables.outbox
    one = (table.c.event_id == event_id, table.c.parked_at.is_not(None))
    with database.unit_of_work() as uow:
        changed = uow.session.execute(update(table).where(*one).values(**state).returning(table.c.seq))
        if changed.first() is None:
            raise LookupError(f"no parked event {event_id}")


def _row(envelope: Envelope) -> dict[str, object]:
    return {
        "event_id": envelope.id,
        "type": envelope.type,
        "subject": envelope.subject,
        "routing_key": routing_key(envelope),
        "body": encode(envelope),
        "created_at": envelope.time,
        "attempts": 0,
        "next_attempt_at": AT_ONCE,
    }
