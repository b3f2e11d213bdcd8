"""Events that could not be applied: their attempts, and those that are parked for a person to look at."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import Delete, Row, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from shared.events.backoff import wait_after
from shared.events.envelope import Envelope
from shared.events.sets import VALUES, among, dialect_of
from shared.events.tables import EventTables
from shared.events.transactions import Work

_LONGEST_TYPE = 100
MOST_ATTEMPTS = 5
MOST_CRASHES = 3
"""Attempts in a row that never came to an end, after which the event is held to kill its worker."""

FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
WAIT_FACTOR = 5.0

ATTEMPT = timedelta(seconds=30)
"""How long an attempt that has begun keeps others away."""

Facts = Mapping[str, object]
"""What a row says about the event itself: its id, type, subject and bytes."""

_UNFINISHED = "an attempt began and never came to an end"


def facts_of(envelope: Envelope, body: bytes) -> Facts:
    """Return what a row says about this event."""
    return {
        "event_id": envelope.id,
        "type": envelope.type[:_LONGEST_TYPE],
        "subject": envelope.subject,
        "community": envelope.community,
        "body": body,
    }


def facts_of_unreadable(body: bytes) -> Facts:
    """Return what a row says about bytes that are no event; the same bytes always go by the same id."""
    made_up = uuid5(NAMESPACE_OID, hashlib.sha256(body).hexdigest())
    return {"event_id": made_up, "type": None, "subject": None, "community": None, "body": body}


@dataclass(frozen=True, kw_only=True)
class Failure:
    """An event that could not be applied so far."""

    event_id: UUID
    type: str | None
    subject: UUID | None
    community: UUID | None
    body: bytes
    reason: str
    attempts: int
    crashes: int
    first_failed_at: datetime
    next_attempt_at: datetime
    parked_at: datetime | None

    @property
    def spent(self) -> bool:
        """Whether no further attempt should be made unless a person says so."""
        return self.attempts >= MOST_ATTEMPTS or self.crashes >= MOST_CRASHES


@dataclass(frozen=True, kw_only=True)
class Failures:
    """The failures of one service, within a unit of work."""

    tables: EventTables
    uow: Work

    @property
    def _session(self) -> Session:
        return self.uow.session

    def find(self, event_id: UUID) -> Failure | None:
        """Return the event's failure and keep others from changing it until the transaction ends."""
        table = self.tables.failures
        query = select(table).where(table.c.event_id == event_id).with_for_update()
        row = self._session.execute(query).one_or_none()
        return None if row is None else _failure(row)

    def due(self, most: int) -> list[UUID]:
        """Return the ids of the events whose next attempt is due, the longest due first."""
        table = self.tables.failures
        waiting = table.c.parked_at.is_(None), table.c.next_attempt_at <= self.uow.now
        query = select(table.c.event_id).where(*waiting).order_by(table.c.next_attempt_at).limit(most)
        return list(self._session.scalars(query))

    def begin(self, failure: Failure) -> bool:
        """Count another attempt before it is made, so that one which kills this process is counted too.

        Returns False, and parks the event, when its attempts are spent.
        """
        if failure.spent:
            self._change(failure.event_id, parked_at=self.uow.now)
            return False
        self._change(
            failure.event_id,
            attempts=failure.attempts + 1,
            crashes=failure.crashes + 1,
            reason=_UNFINISHED,
            next_attempt_at=self.uow.now + ATTEMPT,
        )
        return True

    def begin_again(self, event_id: UUID) -> None:
        """Count the first attempt after a person asked for it."""
        self._change(event_id, attempts=1, crashes=1, parked_at=None, next_attempt_at=self.uow.now + ATTEMPT)

    def suspect(self, facts: Facts) -> None:
        """Note a redelivered event: its first attempt may have killed a worker, and another begins."""
        self._add(facts, reason=_UNFINISHED, attempts=2, crashes=2, next_attempt_at=self.uow.now + ATTEMPT)

    def fail(self, facts: Facts, reason: str, *, counted: bool) -> datetime | None:
        """Note an attempt that failed and return when it was parked, None when it will be retried."""
        known = self.find(UUID(str(facts["event_id"])))
        attempts = 1 if known is None else known.attempts + (0 if counted else 1)
        parked_at = known.parked_at if known else None
        if attempts >= MOST_ATTEMPTS:
            parked_at = self.uow.now
        wait = wait_after(attempts, first=FIRST_WAIT, most=LONGEST_WAIT, factor=WAIT_FACTOR)
        state = {"reason": reason, "attempts": attempts, "crashes": 0, "parked_at": parked_at}
        self._write(known, facts, state | {"next_attempt_at": self.uow.now + wait})
        return parked_at

    def park(self, facts: Facts, reason: str) -> None:
        """Set an event aside that no further attempt would help."""
        known = self.find(UUID(str(facts["event_id"])))
        attempts, crashes = (1, 0) if known is None else (known.attempts, known.crashes)
        state = {"reason": reason, "attempts": attempts, "crashes": crashes, "parked_at": self.uow.now}
        self._write(known, facts, state | {"next_attempt_at": self.uow.now})

    def forget(self, event_ids: Collection[UUID]) -> None:
        """Take the events off the list, for they have been applied or dropped."""
        forget = _forgetting(self.tables.failures, dialect_of(self._session))
        self._session.execute(forget, {VALUES: list(event_ids)})

    def _write(self, known: Failure | None, facts: Facts, state: Mapping[str, object]) -> None:
        if known is None:
            self._add(facts, **state)
        else:
            self._change(known.event_id, **state)

    def _add(self, facts: Facts, **state: object) -> None:
        row = {"first_failed_at": self.uow.now, **facts, **state}
        self._session.execute(insert(self.tables.failures), row)

    def _change(self, event_id: UUID, **state: object) -> None:
        table = self.tables.failures
        self._session.execute(update(table).where(table.c.event_id == event_id).values(**state))


@lru_cache
def _forgetting(failures: Table, dialect: str) -> Delete:
    return delete(failures).where(among(failures.c.event_id, dialect))


def _failure(row: Row[Any]) -> Failure:
    return Failure(**row._asdict())
