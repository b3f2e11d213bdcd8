"""What waits in the outbox, and the statements by which the relay takes it, each of them built once."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Dialect,
    Integer,
    Row,
    Select,
    Table,
    Text,
    Update,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.types import TypeDecorator

from shared.events.columns import Instant
from shared.events.outbox import AT_ONCE
from shared.events.sets import VALUES, among, dialect_of
from shared.events.transactions import Work

_NOW, _MOST = "at", "most"
_COLUMNS = ("seq", "event_id", "type", "routing_key", "attempts", "reason")


class _Utf8(TypeDecorator[bytes]):
    """Bytes that travel as the text that they are: half as many as in PostgreSQL's own form for bytes."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002  # Given.
        return None if value is None else value.encode()


_BODIES: dict[str, Callable[[Column[bytes]], ColumnElement[bytes]]] = {
    "postgresql": lambda body: func.convert_from(body, "UTF8", type_=_Utf8()),
    "sqlite": lambda body: body,
}


def due(uow: Work, outbox: Table, most: int) -> Sequence[Row[Any]]:
    """Return the first waiting event of each thing whose time has come, in their order."""
    due = _due(outbox, dialect_of(uow.session))
    return uow.session.execute(due, {_NOW: uow.now, _MOST: most}).all()


def taken(uow: Work, outbox: Table, most: int) -> Sequence[Row[Any]]:
    """Return such events and lock them until the transaction ends; those that others lock are left out."""
    return uow.session.execute(_taking(outbox), {_NOW: uow.now, _MOST: most}).all()


def mark_sent(uow: Work, outbox: Table, numbers: Sequence[int]) -> None:
    """Note that these have left."""
    marking = _marking(outbox, dialect_of(uow.session))
    uow.session.execute(marking, {_NOW: uow.now, VALUES: numbers})


@lru_cache
def _due(outbox: Table, dialect: str) -> Select[Any]:
    earlier = outbox.alias("earlier")
    # A planner that has last counted an empty outbox takes every index of it for as good as any other, and
    # would go through all that wait, once for each. It is left with one here: `coalesce` says "not parked"
    # in words by which no other index is known to hold these rows.
    earliest = select(func.min(earlier.c.seq)).where(
        earlier.c.subject == outbox.c.subject,
        earlier.c.published_at.is_(None),
        func.coalesce(earlier.c.parked_at, AT_ONCE) == AT_ONCE,
    )
    waits = outbox.c.published_at.is_(None) & outbox.c.parked_at.is_(None)
    is_due = outbox.c.next_attempt_at <= bindparam(_NOW, type_=Instant())
    is_first = outbox.c.seq == earliest.scalar_subquery()
    columns = (outbox.c[name] for name in _COLUMNS)
    return (
        select(*columns, _BODIES[dialect](outbox.c.body).label("body"))
        .where(waits, is_due, is_first)
        .order_by(outbox.c.seq)
        .limit(bindparam(_MOST, type_=Integer()))
    )


@lru_cache
def _taking(outbox: Table) -> Select[Any]:
    return _due(outbox, "postgresql").with_for_update(skip_locked=True, of=outbox)


@lru_cache
def _marking(outbox: Table, dialect: str) -> Update:
    sent = {"published_at": bindparam(_NOW, type_=Instant()), "reason": None}
    return update(outbox).where(among(outbox.c.seq, dialect)).values(sent)
