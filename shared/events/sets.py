"""Conditions on many values, said so that the statement is the same however many there are."""

from typing import Any

from sqlalchemy import Column, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

VALUES = "among"
"""The name of the parameter, a list."""


def among(column: Column[Any], dialect: str) -> ColumnElement[bool]:
    """Return the condition that the column has one of the values in the parameter `VALUES`.

    On PostgreSQL they travel as one array: a parameter for each would be built into another statement for
    each number of them, which cost more than the statement itself.
    """
    if dialect == "postgresql":
        return column == any_(bindparam(VALUES, type_=ARRAY(column.type)))
    return column.in_(bindparam(VALUES, expanding=True, type_=column.type))


def dialect_of(session: Session) -> str:
    """Return the kind of database: "sqlite" or "postgresql"."""
    return session.get_bind().dialect.name
