"""Why a use case could not be done, beyond what the domain itself refuses."""

from typing import Any, Self

from shared.db.unit_of_work import UnitOfWork


class NotFound(Exception):
    """There is no such thing."""


class Conflict(Exception):
    """Somebody else changed the thing first; `current` is how it stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__("It was changed by somebody else in the meantime.")
        self.current = current

    @classmethod
    def with_current(cls, uow: UnitOfWork, current: Any) -> Self:
        """Return the conflict, with the thing still readable after the transaction has been rolled back."""
        uow.session.expunge(current)
        return cls(current)
