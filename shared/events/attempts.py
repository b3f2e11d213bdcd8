"""Attempts at events that do not go smoothly: counted, noted, given up, each in a transaction of its own."""

from uuid import UUID

import structlog

from shared.events.applying import Event, Outcome, tell
from shared.events.entries import Entries, Entry
from shared.events.failures import Facts, Failure, Failures, facts_of
from shared.events.metrics import APPLYING, PARKED
from shared.events.reasons import LONGEST_REASON, places_of, reason_of
from shared.events.transactions import Transactions, Work

_log = structlog.get_logger(__name__)


class Attempts:
    """What one service notes of the events that it could not apply at once."""

    def __init__(self, database: Transactions) -> None:
        self._database = database
        self._interrupted: set[UUID] = set()

    def due(self, most: int) -> list[UUID]:
        """Return events whose next attempt is due."""
        with self._database.unit_of_work(read_only=True) as uow:
            return self._failures(uow).due(most)

    def begin_suspect(self, event: Event) -> Outcome | None:
        """Count an attempt at a redelivered event, or return what has become of it already."""
        event_id = event.envelope.id
        with self._database.unit_of_work() as uow:
            failures = self._failures(uow)
            failure = failures.find(event_id)
            if self._entries(uow).has(event_id):
                failures.forget([event_id])
                tell(event, Outcome.DUPLICATE)
                return Outcome.DUPLICATE
            if failure is None:
                failures.suspect(facts_of(event.envelope, event.body))
                return None
            if failure.parked_at is None and failure.crashes == 0:
                return Outcome.RETRYING
            return None if self._begin(failures, failure) else Outcome.PARKED

    def take_due(self, event_id: UUID) -> tuple[bool, bytes | None]:
        """Count another attempt at an event that failed.

        Returns whether it was still due, for another worker may have taken it since, and its bytes if it
        is to be tried and not parked.
        """
        with self._database.unit_of_work() as uow:
            failures, failure = self._failures(uow), self._failures(uow).find(event_id)
            if failure is None or failure.parked_at or failure.next_attempt_at > uow.now:
                return False, None
            return True, failure.body if self._begin(failures, failure) else None

    def begin_again(self, event_id: UUID) -> bytes:
        """Take a failed or parked event back with all its attempts before it, and return its bytes.

        Raises:
            LookupError: when there is no such event.
        """
        with self._database.unit_of_work() as uow:
            failure = self._known(uow, event_id)
            self._failures(uow).begin_again(event_id)
        return failure.body

    def interrupt(self, event: Event) -> None:
        """Remember that the database went away in the middle of a counted attempt: it was not the event's."""
        self._interrupted.add(event.envelope.id)

    def forget(self, event_id: UUID) -> None:
        """Take the event off the list."""
        with self._database.unit_of_work() as uow:
            self._failures(uow).forget([event_id])

    def drop(self, event_id: UUID) -> None:
        """Give up a failed or parked event for good; further deliveries of it count as duplicates.

        Raises:
            LookupError: when there is no such event.
        """
        with self._database.unit_of_work() as uow:
            failure = self._known(uow, event_id)
            self._entries(uow).add(
                [Entry(event_id=event_id, type=failure.type or "", digest=None, handled_at=uow.now)]
            )
            self._failures(uow).forget([event_id])

    def fail(self, event: Event, fault: Exception, *, counted: bool) -> Outcome:
        """Note that an attempt failed, which has been counted already or not."""
        reason, name = reason_of(fault), event.envelope.type
        with self._database.unit_of_work() as uow:
            facts = facts_of(event.envelope, event.body)
            parked_at = self._failures(uow).fail(facts, reason, counted=counted)
        outcome = Outcome.PARKED if parked_at else Outcome.RETRYING
        if parked_at:
            PARKED.labels(self._database.service, name, APPLYING).inc()
        with event.bound():
            _log.warning("event failed", outcome=outcome, type=name, reason=reason, at=places_of(fault))
        return outcome

    def park(self, facts: Facts, reason: str) -> Outcome:
        """Set an event aside that no further attempt would help."""
        with self._database.unit_of_work() as uow:
            self._failures(uow).park(facts, reason[:LONGEST_REASON])
        name = facts["type"] or "unreadable"
        PARKED.labels(self._database.service, name, APPLYING).inc()
        _log.warning("event parked", event_id=str(facts["event_id"]), type=name, reason=reason)
        return Outcome.PARKED

    def _begin(self, failures: Failures, failure: Failure) -> bool:
        """Count another attempt unless the last one only waits for the database; False when it is parked."""
        if failure.event_id in self._interrupted:
            self._interrupted.discard(failure.event_id)
            return True
        return not failure.parked_at and failures.begin(failure)

    def _known(self, uow: Work, event_id: UUID) -> Failure:
        failure = self._failures(uow).find(event_id)
        if failure is None:
            raise LookupError(f"no failed event {event_id}")
        return failure

    def _entries(self, uow: Work) -> Entries:
        return Entries(tables=self._database.event_tables, uow=uow)

    def _failures(self, uow: Work) -> Failures:
        return Failures(tables=self._database.event_tables, uow=uow)
