"""Applying events to a service's own database, many in one transaction, each at most once."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

import structlog

from shared import logs, tracing
from shared.contracts import Contract
from shared.crash_points import reach
from shared.events.entries import Entries, Entry, digest
from shared.events.envelope import Envelope
from shared.events.failures import Failures
from shared.events.metrics import APPLY_SECONDS, EVENT_SECONDS
from shared.events.transactions import Transactions, Work

_log = structlog.get_logger(__name__)

Apply = Callable[[Any, Any], None]
"""Applies one event; it gets the unit of work and the contract."""


@runtime_checkable
class SetBased(Protocol):
    """A handler that applies many events of its class at once, faster than one after the other."""

    def __call__(self, uow: Any, contract: Any, /) -> None:
        """Apply one event."""

    def together(self, uow: Any, contracts: Sequence[Any], /) -> object:
        """Apply the events, whatever their order and however often one comes; it says no events itself."""


@runtime_checkable
class Whole(Protocol):
    """A handler that applies many events of its class at once, and needs their envelopes too."""

    def __call__(self, uow: Any, contract: Any, /) -> None:
        """Apply one event whose envelope is not at hand."""

    def hear(self, uow: Any, events: Sequence["Event"], /) -> object:
        """Apply the events, whatever their order; it says no events itself."""


Handler = Apply | SetBased | Whole
"""What a service does with the events of one class."""


class Outcome(StrEnum):
    """What became of a received event."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICTING = "conflicting"
    IGNORED = "ignored"
    RETRYING = "retrying"
    PARKED = "parked"


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event that has been read: its envelope, what is in it, and its bytes."""

    envelope: Envelope
    contract: Contract
    body: bytes

    def entry(self, now: datetime) -> Entry:
        """Return the event as the inbox keeps it."""
        envelope = self.envelope
        return Entry(event_id=envelope.id, type=envelope.type, digest=digest(self.body), handled_at=now)

    def bound(self) -> AbstractContextManager[None]:
        """Let logs, and events that are said because of this one, name it inside the block."""
        trace = self.envelope.traceparent
        return logs.bind(event_id=str(self.envelope.id), **({"traceparent": trace} if trace else {}))

    def traced(self, service: str) -> AbstractContextManager[tracing.Span]:
        """Let what the block does be a span of the trace in which the event was said."""
        return tracing.span(
            self._span, tracing.Kind.CONSUMER, parent=self.envelope.traceparent, facts=self._facts(service)
        )

    def add_span(self, service: str, seconds: float) -> None:
        """Add such a span for what has been done already."""
        tracing.add(
            self._span,
            tracing.Kind.CONSUMER,
            parent=self.envelope.traceparent,
            facts=self._facts(service),
            seconds=seconds,
        )

    @property
    def _span(self) -> str:
        return f"apply {self.envelope.type}"

    def _facts(self, service: str) -> tracing.Facts:
        return {"service": service, "event.id": str(self.envelope.id), "event.type": self.envelope.type}


class Applier:
    """Applies events with the handlers of one service."""

    def __init__(self, database: Transactions, handlers: Mapping[str, Handler]) -> None:
        self._database = database
        self._handlers = handlers

    def apply(self, events: Sequence[Event]) -> list[Outcome]:
        """Apply the events in one transaction, with the rows that say so; all of them or none.

        Raises:
            DatabaseUnavailable: when the database cannot be asked now.
            Exception: whatever a handler raised.
        """
        began = time.perf_counter()
        with self._database.unit_of_work() as uow:
            outcomes = self._apply(uow, events)
            now = uow.now
            reach("consumer.handled")
        reach("consumer.committed")
        service, seconds_taken = self._database.service, time.perf_counter() - began
        APPLY_SECONDS.labels(service).observe(seconds_taken)
        for event, outcome in zip(events, outcomes, strict=True):
            seconds = max(0.0, (now - event.envelope.time).total_seconds())
            EVENT_SECONDS.labels(service, event.envelope.type).observe(seconds)
            tell(event, outcome)
        self._trace_sets(events, seconds_taken)
        return outcomes

    def _apply(self, uow: Work, events: Sequence[Event]) -> list[Outcome]:
        tables = self._database.event_tables
        entries = Entries(tables=tables, uow=uow)
        firsts: dict[UUID, Event] = {}
        for event in events:
            firsts.setdefault(event.envelope.id, event)
        reach("consumer.begun")
        new = entries.add(event.entry(uow.now) for event in firsts.values())
        reach("consumer.noted")
        Failures(tables=tables, uow=uow).forget(firsts)
        self._handle(uow, [event for event in firsts.values() if event.envelope.id in new])
        known = entries.digests(firsts.keys() - new) if len(new) < len(firsts) else {}
        return [_outcome(event, firsts[event.envelope.id], new, known) for event in events]

    def _handle(self, uow: Work, events: Sequence[Event]) -> None:
        by_type: defaultdict[str, list[Event]] = defaultdict(list)
        for event in events:
            by_type[event.envelope.type].append(event)
        for name, alike in by_type.items():
            handler = self._handlers[name]
            if isinstance(handler, Whole):
                handler.hear(uow, alike)
            elif isinstance(handler, SetBased):
                handler.together(uow, [event.contract for event in alike])
            else:
                self._handle_each(uow, handler, alike)

    def _handle_each(self, uow: Work, apply: Apply, events: Sequence[Event]) -> None:
        for event in events:
            with event.bound(), event.traced(self._database.service):
                apply(uow, event.contract)

    def _trace_sets(self, events: Sequence[Event], seconds: float) -> None:
        """Give each event that was applied as one of a set a span of its own, as long as the whole took."""
        if not tracing.records():
            return
        for event in events:
            if isinstance(self._handlers[event.envelope.type], SetBased | Whole):
                event.add_span(self._database.service, seconds)


def _outcome(event: Event, first: Event, new: set[UUID], known: Mapping[UUID, str | None]) -> Outcome:
    if event.envelope.id in new:
        if event is first:
            return Outcome.APPLIED
        return Outcome.DUPLICATE if event.body == first.body else Outcome.CONFLICTING
    same = known.get(event.envelope.id) in {None, digest(event.body)}
    return Outcome.DUPLICATE if same else Outcome.CONFLICTING


def tell(event: Event, outcome: Outcome) -> None:
    """Write the line of the log that every event gets once it is settled."""
    envelope = event.envelope
    write = _log.error if outcome is Outcome.CONFLICTING else _log.info
    write(
        "event handled",
        outcome=outcome,
        event_id=str(envelope.id),
        type=envelope.type,
        subject=str(envelope.subject),
        version=event.contract.version,
        causation=str(envelope.causation) if envelope.causation else None,
        traceparent=envelope.traceparent,
    )
