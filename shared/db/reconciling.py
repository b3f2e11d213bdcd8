"""Comparing copies with what their owners have, and remembering where they differ."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from prometheus_client import Gauge
from sqlalchemy import Table, select, update

from shared.contracts import INVENTORY_TAKEN, Contract, InventoryTaken
from shared.db.copies import Keep
from shared.db.kinds import Kind
from shared.db.unit_of_work import UnitOfWork
from shared.events.applying import Handler
from shared.events.envelope import unversioned
from shared.events.inserts import insert_into
from shared.events.sets import VALUES, among, dialect_of
from shared.events.tables import EventTables

MOST_THINGS = 2000
"""Things in one inventory, which must fit into an event."""

SETTLED_AFTER = timedelta(minutes=5)
"""How long events may be on their way before a copy that lacks something is said to differ."""

DIFFERING = Gauge("backcast_copies_differing", "Copies that lack what their owner has.", ["service", "kind"])

Thing = tuple[UUID, int]
"""A thing's id and version."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Where a copy differs: the ids that are missing here, and those that are at an older version."""

    id: UUID
    kind: str
    community_id: UUID
    missing: tuple[UUID, ...]
    behind: tuple[UUID, ...]
    found_at: datetime
    confirmed_at: datetime | None
    healed_at: datetime | None


def inventories(uow: UnitOfWork, service: str, kinds: Sequence[Kind]) -> Iterator[InventoryTaken]:
    """Yield what this service has of each kind that others copy, some things of one community at a time."""
    for kind in kinds:
        if service in INVENTORY_TAKEN and kind.copied:
            for community_id, things in _parts(uow, kind):
                yield INVENTORY_TAKEN[service](
                    id=uuid5(community_id, f"{kind.name}:{things[0][0]}"),
                    version=int(uow.now.timestamp()),
                    community_id=community_id,
                    kind=kind.name,
                    sha256=fingerprint(things),
                    things=tuple(things),
                )


def _parts(uow: UnitOfWork, kind: Kind) -> Iterator[tuple[UUID, list[Thing]]]:
    found: defaultdict[UUID, list[Thing]] = defaultdict(list)
    after: UUID | None = None
    while page := kind.page(uow, after, MOST_THINGS):
        for state in page:
            found[state.community_id].append((state.id, state.version))
        after = page[-1].id
        for community_id in [each for each, things in found.items() if len(things) >= MOST_THINGS]:
            things = found.pop(community_id)
            yield from (
                (community_id, things[at : at + MOST_THINGS]) for at in range(0, len(things), MOST_THINGS)
            )
    yield from ((community_id, things) for community_id, things in found.items() if things)


def fingerprint(things: Sequence[Thing]) -> str:
    """Return the SHA-256 of the things' ids and versions, in the order given."""
    return hashlib.sha256("".join(f"{thing}:{version}\n" for thing, version in things).encode()).hexdigest()


def take_night(uow: UnitOfWork, tables: EventTables, night: date) -> bool:
    """Return whether it falls to this worker to take the inventories of the night."""
    table = tables.reconciles
    taken = insert_into(table, uow.session).on_conflict_do_nothing().returning(table.c.night)
    return uow.session.execute(taken, {"night": night, "begun_at": uow.now}).first() is not None


class Comparing:
    """Compares the copies of one service with the inventories of their owners.

    Args:
        tables: the service's event tables.
        handlers: of the service; those that keep copies say which table holds which kind.
    """

    def __init__(self, tables: EventTables, handlers: Mapping[type[Contract], Handler]) -> None:
        self._table = tables.differences
        self._copies: Mapping[str, Table] = {
            unversioned(contract.TYPE): handler.table
            for contract, handler in handlers.items()
            if isinstance(handler, Keep)
        }

    def hear(self, uow: UnitOfWork, inventory: InventoryTaken) -> None:
        """Compare, and note what lacks here for another look once everything on its way has come."""
        copy = self._copies.get(inventory.kind)
        if copy is None:
            return
        here = self._versions(uow, copy, inventory.things)
        if fingerprint([(thing, here.get(thing, 0)) for thing, _ in inventory.things]) == inventory.sha256:
            return
        missing, behind = _lacking(inventory.things, here)
        if missing or behind:
            things = [[str(thing), version] for thing, version in inventory.things]
            found = {"kind": inventory.kind, "community_id": inventory.community_id, "things": things}
            lacking = {"missing": list(map(str, missing)), "behind": list(map(str, behind))}
            self._note(uow, {"id": inventory.id, "found_at": uow.now} | found | lacking)

    def look_again(self, uow: UnitOfWork) -> list[Difference]:
        """Compare again what was found some time ago; return what differs still and was not known to."""
        due = select(self._table).where(
            self._table.c.healed_at.is_(None), self._table.c.found_at <= uow.now - SETTLED_AFTER
        )
        confirmed = []
        for row in uow.session.execute(due.with_for_update(skip_locked=True)).all():
            things = [(UUID(thing), version) for thing, version in row.things]
            missing, behind = _lacking(things, self._versions(uow, self._copies[row.kind], things))
            if not (missing or behind):
                self._mark(uow, row.id, healed_at=uow.now)
            elif row.confirmed_at is None:
                self._mark(uow, row.id, confirmed_at=uow.now)
                confirmed.append(_difference(row, missing, behind))
        return confirmed

    def known(self, uow: UnitOfWork) -> list[Difference]:
        """Return the differences that are confirmed and not healed, the oldest first."""
        held = self._table.c.confirmed_at.is_not(None) & self._table.c.healed_at.is_(None)
        query = select(self._table).where(held).order_by(self._table.c.found_at)
        return [
            _difference(row, [*map(UUID, row.missing)], [*map(UUID, row.behind)])
            for row in uow.session.execute(query)
        ]

    def count(self, uow: UnitOfWork, service: str) -> None:
        """Let the metrics page tell how many copies differ."""
        for kind in self._copies:
            DIFFERING.labels(service, kind).set(0)
        for difference in self.known(uow):
            lacking = len(difference.missing) + len(difference.behind)
            DIFFERING.labels(service, difference.kind).inc(lacking)

    def _versions(self, uow: UnitOfWork, copy: Table, things: Sequence[Thing]) -> dict[UUID, int]:
        ids = [thing for thing, _ in things]
        query = select(copy.c.id, copy.c.version).where(among(copy.c.id, dialect_of(uow.session)))
        return {row.id: row.version for row in uow.session.execute(query, {VALUES: ids})}

    def _note(self, uow: UnitOfWork, found: Mapping[str, Any]) -> None:
        note = insert_into(self._table, uow.session)
        changes = {name: note.excluded[name] for name in ("things", "missing", "behind", "found_at")}
        anew = {"confirmed_at": None, "healed_at": None}
        uow.session.execute(
            note.on_conflict_do_update(index_elements=[self._table.c.id], set_=changes | anew), found
        )

    def _mark(self, uow: UnitOfWork, difference_id: UUID, **state: datetime) -> None:
        uow.session.execute(update(self._table).where(self._table.c.id == difference_id).values(**state))


def _lacking(things: Sequence[Thing], here: Mapping[UUID, int]) -> tuple[list[UUID], list[UUID]]:
    missing = [thing for thing, _ in things if thing not in here]
    behind = [thing for thing, version in things if thing in here and here[thing] < version]
    return missing, behind


def _difference(row: Any, missing: Sequence[UUID], behind: Sequence[UUID]) -> Difference:
    return Difference(
        id=row.id,
        kind=row.kind,
        community_id=row.community_id,
        missing=tuple(missing),
        behind=tuple(behind),
        found_at=row.found_at,
        confirmed_at=row.confirmed_at,
        healed_at=row.healed_at,
    )
