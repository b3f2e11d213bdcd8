"""The orders in which lists of commitments can be read, from any place on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Uuid, literal, tuple_

from services.plans.db.tables import commitments


class Order(StrEnum):
    """By which field a list goes; a minus turns it round. Commitments without a date come last either way."""

    DUE = "due"
    DUE_BACK = "-due"
    CHANGED = "changed_at"
    CHANGED_BACK = "-changed_at"
    REFERENCE = "reference"
    REFERENCE_BACK = "-reference"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in a list: right behind the commitment of this key and id."""

    key: date | datetime | str | None
    id: UUID

    @property
    def told(self) -> list[str | None]:
        """What a cursor keeps of it."""
        return [self.key.isoformat() if isinstance(self.key, date) else self.key, str(self.id)]


@dataclass(frozen=True, kw_only=True)
class Sorting:
    """How an order is read: by which column, which way, and what its keys are written as."""

    column: Column[Any]
    back: bool
    read: Callable[[str], Any]

    @property
    def order_by(self) -> list[ColumnElement[Any]]:
        """Return what to sort by; the id settles what would be equal."""
        keys = (self.column, commitments.c.id)
        return [key.desc() if self.back else key.asc() for key in keys]

    def parts(self, after: Place | None) -> list[list[ColumnElement[bool]]]:
        """Return those with a key and then those without as conditions, each from the place on.

        Asked for one after the other, each is read in the order of an index, so that a page costs what is
        on it.
        """
        keyed: list[ColumnElement[bool]] = [self.column.is_not(None)] if self.column.nullable else []
        keyless: list[list[ColumnElement[bool]]] = [[self.column.is_(None)]] if self.column.nullable else []
        if after is None:
            return [keyed, *keyless]
        if after.key is None:
            own = commitments.c.id
            behind = own < after.id if self.back else own > after.id
            return [[*part, behind] for part in keyless]
        here = tuple_(self.column, commitments.c.id)
        place = tuple_(literal(after.key, self.column.type), literal(after.id, Uuid))
        return [[here < place if self.back else here > place], *keyless]

    def place(self, told: Sequence[Any] | None) -> Place | None:
        """Return the place that a cursor tells; None for none. Raise ValueError for what is no place."""
        try:
            if told is None:
                return None
            key, own = told
            return Place(key=None if key is None else self.read(key), id=UUID(own))
        except (TypeError, AttributeError) as fault:
            raise ValueError("This is no place in a list") from fault


def _both(order: Order, back: Order, read: Callable[[str], Any]) -> dict[Order, Sorting]:
    column = commitments.c[order.value]
    return {
        order: Sorting(column=column, back=False, read=read),
        back: Sorting(column=column, back=True, read=read),
    }


SORTINGS = {
    **_both(Order.DUE, Order.DUE_BACK, date.fromisoformat),
    **_both(Order.CHANGED, Order.CHANGED_BACK, datetime.fromisoformat),
    **_both(Order.REFERENCE, Order.REFERENCE_BACK, str),
}
