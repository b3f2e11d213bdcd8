"""INSERT statements that know what to do about a row that is there already; each engine has its own."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Table, column, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from shared.events.sets import dialect_of

_INSERTS: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

Settle = Callable[[Any, Sequence[str]], Any]
"""Adds to an INSERT of these columns what happens with a row that is there already."""


def insert_into(table: Table, session: Session) -> Any:
    """Return the engine's own INSERT, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _insert(dialect_of(session), table)


@lru_cache
def _insert(dialect: str, table: Table) -> Any:
    # Each makes its `excluded`, a copy of all the table's columns, once; that costs more than all the rest.
    return _INSERTS[dialect](table)


def insert_many(
    session: Session, table: Table, names: tuple[str, ...], rows: Sequence[object], settle: Settle
) -> set[Any]:
    """Insert a row for each of the objects, and return the keys of the rows that were written.

    On PostgreSQL they travel as one JSON text, which the database takes apart by the table's own types:
    with a parameter for each value, building the statement costs more than carrying it out.

    Args:
        session: the transaction.
        table: has a primary key of one column.
        names: of the columns, and of the objects' attributes.
        rows: dataclasses or structs that msgspec encodes.
        settle: the same function for each call, because its statement is kept.
    """
    dialect = dialect_of(session)
    statement = _statement(dialect, table, names, settle)
    return set(session.scalars(statement, _PARAMETERS[dialect](names, rows)))


@lru_cache
def _statement(dialect: str, table: Table, names: tuple[str, ...], settle: Settle) -> Any:
    (key,) = table.primary_key.columns
    return settle(_FILLED[dialect](table, names), names).returning(key)


def _from_json(table: Table, names: Sequence[str]) -> Any:
    source = text(f"json_populate_recordset(NULL::{table.name}, CAST(:rows AS json))")
    chosen: Any = select(*(column(name) for name in names)).select_from(source)
    return postgresql.insert(table).from_select(names, chosen)


_FILLED: dict[str, Callable[[Table, Sequence[str]], Any]] = {
    "postgresql": _from_json,
    "sqlite": lambda table, _names: sqlite.insert(table),
}
_PARAMETERS: dict[str, Callable[[Sequence[str], Sequence[object]], Any]] = {
    "postgresql": lambda _names, rows: {"rows": msgspec.json.encode(rows).decode()},
    "sqlite": lambda names, rows: [{name: getattr(row, name) for name in names} for row in rows],
}
