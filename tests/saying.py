"""Everything that a service says in a resync, as a test wants to look at it."""

from collections.abc import Sequence

from shared.contracts import Contract
from shared.db.kinds import Kind
from shared.db.unit_of_work import UnitOfWork


def say_again(uow: UnitOfWork, kinds: Sequence[Kind]) -> list[Contract]:
    return [state for kind in kinds for state in kind.page(uow, None, 10_000)]
