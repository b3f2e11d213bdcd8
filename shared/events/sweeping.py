"""Taking away the rows that have done their work."""

from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, Table, delete, select
from sqlalchemy.sql import ColumnElement

from shared.events.transactions import Transactions

APPLIED_KEPT = timedelta(days=14)
"""How long the inbox knows an event; after that its version alone guards against a second delivery."""

AT_ONCE = 5000
"""Rows in one transaction, so that none is long and nobody waits behind it."""


def sweep(database: Transactions, *, sent_kept: timedelta) -> int:
    """Delete old outbox and inbox rows, and return how many there were.

    Args:
        database: whose rows.
        sent_kept: how long a sent event stays in the outbox, for people who look into what happened.
    """
    outbox, inbox = database.event_tables.outbox, database.event_tables.inbox
    with database.unit_of_work(read_only=True) as uow:
        now = uow.now
    return _delete(database, outbox, outbox.c.published_at < now - sent_kept) + _delete(
        database, inbox, inbox.c.handled_at < now - APPLIED_KEPT
    )


def _delete(database: Transactions, table: Table, spent: ColumnElement[bool]) -> int:
    (key,) = table.primary_key.columns
    some = delete(table).where(key.in_(select(key).where(spent).limit(AT_ONCE)))
    total = 0
    while count := _deleted(database, some):
        total += count
    return total


def _deleted(database: Transactions, statement: Any) -> int:
    with database.unit_of_work() as uow:
        result = uow.session.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
