"""The relay: takes events out of the outbox and hands them to the transport."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Row, bindparam, update

from shared import tracing
from shared.crash_points import reach
from shared.events import waiting
from shared.events.backoff import wait_after
from shared.events.envelope import traceparent_in
from shared.events.metrics import PARKED, PUBLISH_SECONDS, REFUSED, SENDING, SENT
from shared.events.transactions import Transactions, Work
from shared.events.transport import Message, Refusal, Transport, TransportUnavailable

_log = structlog.get_logger(__name__)

BATCH = 250
"""Events in one transaction. Three relays side by side keep three times as many on their way."""

FIRST_WAIT = timedelta(seconds=0.5)
LONGEST_WAIT = timedelta(seconds=10)
MOST_LASTING_REFUSALS = 5
"""After as many an event is parked that would be refused at any time; others are tried for ever."""

CLAIM = timedelta(seconds=5)
"""How long a claim keeps other relays away; after a crash it is also how long its events wait."""


class _State(NamedTuple):
    """What a row says about its sending."""

    attempts: int
    next_attempt_at: datetime
    reason: str | None
    parked_at: datetime | None = None


def relay_once(database: Transactions, transport: Transport, *, batch: int = BATCH) -> int:
    """Send a batch of the events that are due, and return how many the transport accepted.

    Events go by their own flag and never by "id greater than the last one seen", because numbers are
    handed out before the commit and a slow transaction's event would be passed over. Only the first
    waiting event of a thing is taken, so that those of one thing leave in their order, however many relays
    share the work. An event that is refused waits a while and lets other things' events pass. None is
    lost: it may be sent twice instead.
    """
    try:
        return _RELAYS[database.dialect](database, transport, batch)
    except TransportUnavailable as fault:
        _log.warning("events cannot be sent", reason=str(fault))
        return 0


def _relay_locked(database: Transactions, transport: Transport, batch: int) -> int:
    """Send within the transaction that locks the rows; a crash frees them at once."""
    with database.unit_of_work() as uow:
        rows = waiting.taken(uow, database.event_tables.outbox, batch)
        return _settle(database, uow, rows, _publish(database, transport, rows)) if rows else 0


def _relay_claimed(database: Transactions, transport: Transport, batch: int) -> int:
    """Send between two transactions: SQLite has one write lock, and consumers here may need it meanwhile.

    The claim counts the attempt, so that after a crash the events of the batch are known as redelivered.
    """
    with database.unit_of_work(read_only=True) as uow:
        if not waiting.due(uow, database.event_tables.outbox, 1):
            return 0
    with database.unit_of_work() as uow:
        rows = waiting.due(uow, database.event_tables.outbox, batch)
        until = uow.now + CLAIM
        _change(database, uow, rows, lambda row: _State(row.attempts + 1, until, row.reason))
    try:
        answers = _publish(database, transport, rows)
    except TransportUnavailable:
        with database.unit_of_work() as uow:
            _change(database, uow, rows, lambda row: _State(row.attempts, uow.now, row.reason))
        raise
    with database.unit_of_work() as uow:
        return _settle(database, uow, rows, answers)


_RELAYS: dict[str, Callable[[Transactions, Transport, int], int]] = {
    "postgresql": _relay_locked,
    "sqlite": _relay_claimed,
}


def _publish(
    database: Transactions, transport: Transport, rows: Sequence[Row[Any]]
) -> Sequence[Refusal | None]:
    began = time.perf_counter()
    reach("relay.claimed")
    answers = transport.publish([_message(row) for row in rows])
    seconds = time.perf_counter() - began
    PUBLISH_SECONDS.labels(database.service).observe(seconds)
    if tracing.records():
        for row in rows:
            _add_span(database.service, row, seconds)
    return answers


def _add_span(service: str, row: Row[Any], seconds: float) -> None:
    tracing.add(
        f"send {row.type}",
        tracing.Kind.PRODUCER,
        parent=traceparent_in(row.body),
        facts={"service": service, "event.id": str(row.event_id), "event.type": row.type},
        seconds=seconds,
    )


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.event_id,
        type=row.type,
        routing_key=row.routing_key,
        body=row.body,
        redelivered=row.attempts > 0,
    )


def _settle(
    database: Transactions, uow: Work, rows: Sequence[Row[Any]], answers: Sequence[Refusal | None]
) -> int:
    """Mark what was accepted, and let what was refused wait."""
    reach("relay.confirmed")
    refusals = {row.seq: answer for row, answer in zip(rows, answers, strict=True) if answer is not None}
    accepted = [row for row in rows if row.seq not in refusals]
    if accepted:
        waiting.mark_sent(uow, database.event_tables.outbox, [row.seq for row in accepted])
    refused = [row for row in rows if row.seq in refusals]
    _change(database, uow, refused, lambda row: _refused(database, row, refusals[row.seq], uow.now))
    reach("relay.settled")
    for counter, counted in ((SENT, accepted), (REFUSED, refused)):
        for name, count in Counter(row.type for row in counted).items():
            counter.labels(database.service, name).inc(count)
    return len(accepted)


def _refused(database: Transactions, row: Row[Any], refusal: Refusal, now: datetime) -> _State:
    attempts, reason = row.attempts + 1, refusal.reason
    parked = refusal.lasting and attempts >= MOST_LASTING_REFUSALS
    said = {"event_id": str(row.event_id), "type": row.type, "reason": reason, "attempts": attempts}
    _log.warning("event parked" if parked else "event refused", **said)
    if parked:
        PARKED.labels(database.service, row.type, SENDING).inc()
    wait = wait_after(attempts, first=FIRST_WAIT, most=LONGEST_WAIT)
    return _State(attempts, now + wait, reason, now if parked else None)


def _change(
    database: Transactions, uow: Work, rows: Sequence[Row[Any]], state: Callable[[Row[Any]], _State]
) -> None:
    if not rows:
        return
    table = database.event_tables.outbox
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in _State._fields}
    states = [(row.seq, state(row)._asdict()) for row in rows]
    uow.session.connection().execute(
        update(table).where(table.c.seq == bindparam("of_seq")).values(values),
        [{"of_seq": seq} | {f"to_{name}": value for name, value in to.items()} for seq, to in states],
    )
