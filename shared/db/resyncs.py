"""Saying every thing again, a page at a time, so that it can be interrupted anywhere and goes on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update

from shared.contracts import ResyncAsked
from shared.db.kinds import Kind
from shared.db.unit_of_work import UnitOfWork
from shared.events.tables import EventTables

PAGE = 200
"""Things in one transaction."""

DEEP = 5000
"""With so many events in the outbox a resync waits: what people do now goes first."""

OFTEN_ENOUGH = timedelta(minutes=1)
"""Whoever asks again within this time is told by the resync that has not said anything yet."""


@dataclass(frozen=True, kw_only=True)
class Resync:
    """How far saying everything again has come."""

    id: UUID
    asked_by: str
    reason: str
    kinds: tuple[str, ...]
    kind: str | None
    after: UUID | None
    said: int
    total: int
    begun_at: datetime
    finished_at: datetime | None


class Resyncs:
    """The resyncs of one service, by what it owns."""

    def __init__(self, tables: EventTables, kinds: Sequence[Kind]) -> None:
        self._table = tables.resyncs
        self._outbox = tables.outbox
        self.kinds: Mapping[str, Kind] = {kind.name: kind for kind in kinds}

    def begin(self, uow: UnitOfWork, *, kinds: Collection[str], asked_by: str, reason: str) -> UUID | None:
        """Begin to say these kinds again (all for none), or return the resync that is about to.

        None is returned when this service owns none of them.
        """
        names = [name for name in self.kinds if not kinds or name in kinds]
        if not names:
            return None
        running = self._of(uow, names)
        if running is not None:
            return running
        total = sum(self.kinds[name].count(uow) for name in names)
        resync = {"id": uuid4(), "asked_by": asked_by, "reason": reason, "kinds": names, "kind": names[0]}
        counted = {"said": 0, "total": total, "begun_at": uow.now}
        uow.session.execute(insert(self._table), resync | counted)
        return UUID(str(resync["id"]))

    def asked(self, uow: UnitOfWork, event: ResyncAsked) -> None:
        """Begin what another service asks for."""
        self.begin(uow, kinds=event.kinds, asked_by=event.asked_by, reason=event.reason)

    def say_page(self, uow: UnitOfWork) -> int | None:
        """Say the next page of the oldest unfinished resync, and return how many things it had.

        None means that nothing is to be done now: no resync is unfinished, another worker has it, or
        the outbox is deep.
        """
        unfinished = select(self._table).where(self._table.c.finished_at.is_(None))
        row = uow.session.execute(
            unfinished.order_by(self._table.c.begun_at).limit(1).with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None or self._unsent(uow) > DEEP:
            return None
        resync = _resync(row)
        kind = self.kinds.get(resync.kind or "")
        states = kind.page(uow, resync.after, PAGE) if kind else ()
        for state in states:
            uow.publish(state)
        self._move(uow, resync, states[-1].id if len(states) == PAGE else None, len(states))
        return len(states)

    def has_unfinished(self, uow: UnitOfWork) -> bool:
        """Return whether something is still to be said."""
        unfinished = select(self._table.c.id).where(self._table.c.finished_at.is_(None)).limit(1)
        return uow.session.execute(unfinished).first() is not None

    def find(self, uow: UnitOfWork, resync_id: UUID) -> Resync:
        """Return how far it has come."""
        return _resync(uow.session.execute(select(self._table).where(self._table.c.id == resync_id)).one())

    def _move(self, uow: UnitOfWork, resync: Resync, after: UUID | None, said: int) -> None:
        """Remember the place that has been reached: within the kind, at the next one, or at the end."""
        state: dict[str, Any] = {"said": resync.said + said, "after": after}
        if after is None:
            following = resync.kinds[resync.kinds.index(resync.kind or "") + 1 :] if resync.kind else ()
            state["kind"] = following[0] if following else None
            state["finished_at"] = None if following else uow.now
        uow.session.execute(update(self._table).where(self._table.c.id == resync.id).values(**state))

    def _of(self, uow: UnitOfWork, names: Sequence[str]) -> UUID | None:
        """Return the resync that is about to say these kinds, if there is one."""
        about_to = select(self._table).where(
            self._table.c.finished_at.is_(None),
            self._table.c.said == 0,
            self._table.c.begun_at > uow.now - OFTEN_ENOUGH,
        )
        alike = (row for row in uow.session.execute(about_to) if set(names) <= set(row.kinds))
        return next((row.id for row in alike), None)

    def _unsent(self, uow: UnitOfWork) -> int:
        waits = self._outbox.c.published_at.is_(None) & self._outbox.c.parked_at.is_(None)
        return uow.session.scalar(select(func.count()).select_from(self._outbox).where(waits)) or 0


def _resync(row: Any) -> Resync:
    return Resync(**{**row._asdict(), "kinds": tuple(row.kinds)})
