"""The receiving end: each event is applied once, and one that cannot be stands in nobody's way."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

from shared.contracts import Contract
from shared.events.applying import Applier, Event, Handler, Outcome
from shared.events.attempts import Attempts
from shared.events.failures import facts_of
from shared.events.metrics import RECEIVED, RETRIES
from shared.events.reading import Reader
from shared.events.transactions import DatabaseUnavailable, Transactions
from shared.events.transport import Delivery

__all__ = ["Consumer", "Outcome"]

_RETRIES_AT_ONCE = 100
_GIVEN_UP = "the broker gave it up, after delivering it again and again"
_SETTLED = frozenset({Outcome.APPLIED, Outcome.DUPLICATE, Outcome.CONFLICTING, Outcome.IGNORED})


class Consumer:
    """Applies the events that one service hears.

    Args:
        database: the service's database.
        handlers: for each contract the function that applies it; it gets the unit of work and the contract.
    """

    def __init__(self, database: Transactions, handlers: Mapping[type[Contract], Handler]) -> None:
        by_type = {contract.TYPE: handler for contract, handler in handlers.items()}
        self._service = database.service
        self._attempts = Attempts(database)
        self._reader = Reader(by_type, self._attempts)
        self._applier = Applier(database, by_type)

    def receive(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Apply the events, or note of each why it could not be applied.

        Those that come for the first time are applied together. One that was delivered before may have
        killed the worker that had it: it goes by itself, and its attempt is counted before it is made, so
        that it is parked in the end and does not kill for ever, and those around it are not charged.

        Raises:
            DatabaseUnavailable: when something could not even be noted; hand all of them over again.
        """
        outcomes: list[Outcome] = []
        for alone, group in groupby(deliveries, key=lambda each: each.redelivered or each.given_up):
            if alone:
                outcomes += [self._receive_alone(delivery) for delivery in group]
            else:
                outcomes += self._receive_together([delivery.body for delivery in group])
        for outcome in outcomes:
            RECEIVED.labels(self._service, outcome).inc()
        return outcomes

    def retry_due(self) -> int:
        """Try the failed events again whose time has come, and return how many were tried."""
        return sum(self._retry(event_id) for event_id in self._attempts.due(_RETRIES_AT_ONCE))

    def replay(self, event_id: UUID) -> Outcome:
        """Try a failed or parked event again now, with all its attempts before it.

        Raises:
            LookupError: when there is no such event.
        """
        outcome = self._apply_again(self._attempts.begin_again(event_id))
        if outcome in _SETTLED:
            # Bytes that could not be read went by an id made from them, not by the event's own.
            self._attempts.forget(event_id)
        return outcome

    def drop(self, event_id: UUID) -> None:
        """Give up a failed or parked event for good; further deliveries of it count as duplicates.

        Raises:
            LookupError: when there is no such event.
        """
        self._attempts.drop(event_id)

    def _receive_together(self, bodies: Sequence[bytes]) -> list[Outcome]:
        read = [self._reader.read(body) for body in bodies]
        applied = iter(self._apply([event for event in read if isinstance(event, Event)]))
        return [next(applied) if isinstance(each, Event) else each for each in read]

    def _receive_alone(self, delivery: Delivery) -> Outcome:
        event = self._reader.read(delivery.body)
        if not isinstance(event, Event):
            return event
        with event.bound():
            if delivery.given_up:
                return self._attempts.park(facts_of(event.envelope, event.body), _GIVEN_UP)
            return self._attempts.begin_suspect(event) or self._apply_counted(event)

    def _apply_again(self, body: bytes) -> Outcome:
        event = self._reader.read(body)
        if not isinstance(event, Event):
            return event
        with event.bound():
            return self._apply_counted(event)

    def _apply(self, events: Sequence[Event], *, counted: bool = False) -> list[Outcome]:
        """Apply the events in one transaction; where that fails, halve them until the culprit is alone."""
        if not events:
            return []
        try:
            return self._applier.apply(events)
        except DatabaseUnavailable:
            raise
        except Exception as fault:  # noqa: BLE001  # Whatever a handler raises is noted with its event.
            if len(events) == 1:
                return [self._attempts.fail(events[0], fault, counted=counted)]
        middle = len(events) // 2
        return self._apply(events[:middle]) + self._apply(events[middle:])

    def _apply_counted(self, event: Event) -> Outcome:
        """Apply one event whose attempt has been counted, and remember it if the database went away."""
        try:
            (outcome,) = self._apply([event], counted=True)
        except DatabaseUnavailable:
            self._attempts.interrupt(event)
            raise
        return outcome

    def _retry(self, event_id: UUID) -> bool:
        was_due, body = self._attempts.take_due(event_id)
        if body is not None:
            RETRIES.labels(self._service).inc()
            self._apply_again(body)
        return was_due
