"""Writing rows that may be there already, safely when two transactions do it at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table

from shared.db.unit_of_work import UnitOfWork
from shared.events.inserts import insert_into

Row = Mapping[str, Any]


def put(
    uow: UnitOfWork, table: Table, rows: Sequence[Row], *, unless_newer: ColumnElement[Any] | None = None
) -> None:
    """Insert the rows, or set the columns given on those that are there.

    With `unless_newer`, a row stays as it is when that column of it is not lower than the new one.
    """
    if not rows:
        return
    insert = insert_into(table, uow.session)
    given = [name for name in rows[0] if name not in table.primary_key.columns]
    newer = None if unless_newer is None else unless_newer < insert.excluded[unless_newer.key]
    statement = insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: insert.excluded[name] for name in given},
        where=newer,
    )
    uow.session.execute(statement, rows)


def put_new(uow: UnitOfWork, table: Table, row: Row) -> None:
    """Insert the row unless one with its key is there."""
    uow.session.execute(insert_into(table, uow.session).on_conflict_do_nothing(), row)
