"""Who asks and what for: looked up by one statement, because each costs more than what it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Select, literal, select, true

from shared.http.site import Find, Thing

Named = tuple[tuple[str, Find], ...]
"""The arguments of a URL that name things, and how each is found."""


@dataclass
class Lookup:
    """The questions of one request: who asks, and the things that its URL names."""

    connection: Connection
    named: Named
    arguments: Mapping[str, UUID]
    _found: RowMapping | None = None

    def rows(self, who: Select[Any], told: Mapping[str, Any]) -> Sequence[RowMapping]:
        """Return the rows that say who asks; the things are found along with them."""
        ids = {name: self.arguments[name] for name, _ in self.named}
        rows = self.connection.execute(_beside(who, self.named), {**told, **ids}).mappings().all()
        self._found = rows[0] if rows else None
        return rows

    def things(self) -> list[Thing | None]:
        """Return the things, found by themselves where it is not known who asks."""
        if not self.named:
            return []
        if self._found is None:
            self._found = self.rows(_NOBODY, {})[0]
        return [_thing(self._found, name, find) for name, find in self.named]


_nobody = select(literal(1).label("nobody")).subquery("nobody")
_NOBODY = select(_nobody.c.nobody)


@cache
def _beside(who: Select[Any], named: Named) -> Select[Any]:
    """Return the question with what there is to know of the things beside, in each row."""
    (joined,) = who.get_final_froms()
    columns = []
    for name, find in named:
        found = find.subquery(name)
        joined = joined.outerjoin(found, true())
        columns += [column.label(_label(name, column.key)) for column in found.c]
    return who.add_columns(*columns).select_from(joined)


def _thing(row: RowMapping, name: str, find: Find) -> Thing | None:
    told = {key: row[_label(name, key)] for key in find.exported_columns.keys()}  # noqa: SIM118
    community_id = told.pop("community_id")
    if community_id is None:
        return None
    return Thing(community_id=community_id, public=told.pop("public", False), told=told)


def _label(name: str, key: str) -> str:
    return f"{name}_{key}"
