"""The kinds of things that a service owns and can say again, page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, func, select

from shared.contracts import Contract
from shared.db.unit_of_work import UnitOfWork
from shared.events.envelope import unversioned


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Things of one kind, as their owner's table has them.

    Attributes:
        contract: the event that says one.
        table: where they are, by `id`.
        chosen: selects what `states` needs of each thing, without an order.
        states: makes the events of some of the rows chosen.
        copied: whether others keep copies by version, so that an inventory is of use.
    """

    contract: type[Contract]
    table: Table
    chosen: Select[Any]
    states: Callable[[UnitOfWork, Sequence[Any]], Sequence[Contract]]
    copied: bool = True

    @property
    def name(self) -> str:
        """The contract's type without its version."""
        return unversioned(self.contract.TYPE)

    def count(self, uow: UnitOfWork) -> int:
        """Return how many there are."""
        return uow.session.scalar(select(func.count()).select_from(self.chosen.subquery())) or 0

    def page(self, uow: UnitOfWork, after: UUID | None, most: int) -> Sequence[Contract]:
        """Return the current states of the first things after the id, in the order of their ids."""
        chosen = self.chosen if after is None else self.chosen.where(self.table.c.id > after)
        rows = uow.session.execute(chosen.order_by(self.table.c.id).limit(most)).all()
        return self.states(uow, rows)
