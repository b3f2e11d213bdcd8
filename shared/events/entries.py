"""The rows of the inbox: which events have been applied here."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from shared.events.inserts import insert_many
from shared.events.sets import VALUES, among, dialect_of
from shared.events.tables import EventTables
from shared.events.transactions import Work

_DIGITS = 32


def digest(body: bytes) -> str:
    """Return what two different bodies of one event id differ by."""
    return hashlib.sha256(body).hexdigest()[:_DIGITS]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An event as the inbox knows it."""

    event_id: UUID
    type: str
    digest: str | None
    handled_at: datetime


_NAMES = tuple(field.name for field in fields(Entry))


def _leave_known(insert: Any, _names: Sequence[str]) -> Any:
    return insert.on_conflict_do_nothing()


@dataclass(frozen=True, kw_only=True)
class Entries:
    """The inbox of one service, within a unit of work."""

    tables: EventTables
    uow: Work

    def add(self, entries: Iterable[Entry]) -> set[UUID]:
        """Write the events' rows and return the ids of those that are new."""
        # In one order for all, so that two workers wait for each other and never in a circle.
        rows = sorted(entries, key=lambda entry: entry.event_id)
        if not rows:
            return set()
        return insert_many(self.uow.session, self.tables.inbox, _NAMES, rows, _leave_known)

    def digests(self, event_ids: Collection[UUID]) -> Mapping[UUID, str | None]:
        """Return the digests of those events that have been applied."""
        table = self.tables.inbox
        known = among(table.c.event_id, dialect_of(self.uow.session))
        query = select(table.c.event_id, table.c.digest).where(known)
        rows = self.uow.session.execute(query, {VALUES: list(event_ids)})
        return {row.event_id: row.digest for row in rows}

    def has(self, event_id: UUID) -> bool:
        """Return whether the event has been applied."""
        return event_id in self.digests([event_id])
