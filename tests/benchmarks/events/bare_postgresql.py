"""What PostgreSQL alone can do: the statements of the whole path in the same batches, by psycopg.

They are the fewest that keep every promise: nothing is read that need not be, and what can go by sets does.
"""

import time
from collections.abc import Sequence
from uuid import UUID

from psycopg import sql

from services.notify.db.tables import commitments
from shared.contracts import CommitmentChanged
from shared.events.envelope import Envelope, encode, routing_key
from tests.benchmarks.events.house import Connection

RELAY_BATCH = 250
CONSUMER_BATCH = 200

_CHANGE = "UPDATE commitments SET version = %s, last_note = %s, changed_at = %s WHERE id = %s"
_SAY = """
INSERT INTO outbox (event_id, type, subject, routing_key, body, created_at, attempts, next_attempt_at)
VALUES (%s, %s, %s, %s, %s, %s, 0, %s)
"""
_TAKE = """
SELECT seq, event_id, routing_key, body FROM outbox WHERE published_at IS NULL
ORDER BY seq LIMIT %s FOR UPDATE SKIP LOCKED
"""
_MARK = "UPDATE outbox SET published_at = now() WHERE seq = ANY(%s)"
_HEAR = """
INSERT INTO inbox (event_id, type, handled_at)
SELECT event_id, %s, now() FROM unnest(%s::uuid[]) AS event_id ON CONFLICT DO NOTHING
"""
_COPIED = [each.name for each in commitments.columns if each.name in CommitmentChanged.__dataclass_fields__]
_KEEP = sql.SQL("""
INSERT INTO commitments ({names}) SELECT {names} FROM json_populate_recordset(NULL::commitments, %s::json)
ON CONFLICT (id) DO UPDATE SET {newest} WHERE commitments.version < excluded.version
""").format(
    names=sql.SQL(", ").join(map(sql.Identifier, _COPIED)),
    newest=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in _COPIED),
)


def write(
    connection: Connection, envelopes: Sequence[Envelope], states: Sequence[CommitmentChanged]
) -> float:
    """Change a row and put its event into the outbox, a transaction each; return the seconds."""
    changes = [(each.version, each.last_note, each.changed_at, each.id) for each in states]
    events = [
        (each.id, each.type, each.subject, routing_key(each), encode(each), each.time, each.time)
        for each in envelopes
    ]
    began = time.perf_counter()
    for change, event in zip(changes, events, strict=True):
        with connection.transaction():
            connection.execute(_CHANGE, change)
            connection.execute(_SAY, event)
    return time.perf_counter() - began


def relay(connection: Connection) -> float:
    """Read what waits in the outbox and mark it, in the relay's batches; return the seconds."""
    began = time.perf_counter()
    while _relay_batch(connection):
        pass
    return time.perf_counter() - began


def _relay_batch(connection: Connection) -> int:
    with connection.transaction():
        numbers = [row[0] for row in connection.execute(_TAKE, (RELAY_BATCH,)).fetchall()]
        connection.execute(_MARK, (numbers,))
    return len(numbers)


def apply(connection: Connection, envelopes: Sequence[Envelope]) -> float:
    """Note the events in the inbox and keep the copies, in the consumer's batches; return the seconds."""
    starts = range(0, len(envelopes), CONSUMER_BATCH)
    batches = [_batch(envelopes[start : start + CONSUMER_BATCH]) for start in starts]
    began = time.perf_counter()
    for ids, states in batches:
        with connection.transaction():
            connection.execute(_HEAR, (envelopes[0].type, ids))
            connection.execute(_KEEP, (states,))
    return time.perf_counter() - began


def _batch(envelopes: Sequence[Envelope]) -> tuple[list[UUID], str]:
    """Return the events' ids and their states as one JSON array."""
    states = b",".join(bytes(each.data) for each in envelopes)
    return [each.id for each in envelopes], f"[{states.decode()}]"
