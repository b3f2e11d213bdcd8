"""Column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Dialect, String
from sqlalchemy.types import TypeDecorator

from shared.events.columns import Instant

__all__ = ["Choice", "Instant", "ListOf"]

LONGEST_CHOICE = 32


class Choice(TypeDecorator[StrEnum]):
    """One member of a StrEnum, stored as its value in a plain string column.

    A database's own enum type would need a migration for each new member, on PostgreSQL alone.
    """

    impl = String(LONGEST_CHOICE)
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # Its caller's.
        """Refuse what is no member."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002  # Its caller's.
        """Give the member back."""
        return None if value is None else self.members(value)


class ListOf(TypeDecorator[tuple[Any, ...]]):
    """A short tuple of strings or ids, stored as a JSON list: `ListOf(str)`, `ListOf(UUID)`.

    For what is read and written whole; what is searched or joined by its items needs a table.
    """

    impl = JSON
    cache_ok = True

    def __init__(self, item: Callable[[str], Any]) -> None:
        super().__init__()
        self.item = item

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> list[str] | None:  # noqa: ARG002  # Its caller's.
        """Write each item as a string."""
        return None if value is None else [str(item) for item in value]

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[Any, ...] | None:  # noqa: ARG002  # Its caller's.
        """Read each item back."""
        return None if value is None else tuple(self.item(item) for item in value)
