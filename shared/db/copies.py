"""Copies of other services' things, made from their events: the newest version of each is kept."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, MetaData, Table, Uuid

from shared.contracts import Contract
from shared.db.unit_of_work import UnitOfWork
from shared.events.inserts import insert_many


def copy_table(metadata: MetaData, name: str, *columns: Column[object]) -> Table:
    """Declare a table of copies: what every contract has, and those columns that this service needs besides.

    It has no foreign keys, because events come in any order.
    """
    return Table(
        name,
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("community_id", Uuid, nullable=False, index=True),
        *columns,
    )


class Keep:
    """The handler that keeps copies in a table, made from events of one class.

    Those fields of the contract that are columns of the table are written, by the thing's id. A row of
    the same or a higher version stays as it is, so events may come twice and in any order.
    """

    def __init__(self, table: Table) -> None:
        self.table = table

    def __call__(self, uow: UnitOfWork, event: Contract) -> None:
        """Keep one copy."""
        self.together(uow, [event])

    def together(self, uow: UnitOfWork, events: Sequence[Contract]) -> set[UUID]:
        """Keep the newest state of each thing, by one statement; return the ids of those that changed."""
        names = tuple(field.name for field in fields(events[0]) if field.name in self.table.columns)
        return insert_many(uow.session, self.table, names, _newest(events), self._keep_newer)

    def _keep_newer(self, insert: Any, names: Sequence[str]) -> Any:
        columns = self.table.columns
        return insert.on_conflict_do_update(
            index_elements=[columns.id],
            set_={name: insert.excluded[name] for name in names if name != "id"},
            where=columns.version < insert.excluded.version,
        )


def keep(table: Table) -> Keep:
    """Return the handler that keeps copies in the table."""
    return Keep(table)


def _newest(events: Sequence[Contract]) -> list[Contract]:
    """Return the newest state of each thing, in one order for all, so that workers never wait in a circle."""
    found: dict[UUID, Contract] = {}
    for event in events:
        known = found.get(event.id)
        if known is None or known.version < event.version:
            found[event.id] = event
    return [found[thing_id] for thing_id in sorted(found)]
