"""What waits on what: a commitment that cannot be kept before others are, in whichever organisation."""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from services.plans.domain.refusals import Refused

WaitsOf = Callable[[Collection[UUID]], Iterable[tuple[UUID, UUID]]]
"""For some commitments, each that waits and what it waits on."""


class Circle(Refused):
    """Neither could begin.

    Attributes:
        way: the commitments from the one to be waited on back to the one that was to wait.
    """

    message = "That one waits on this one already, so neither could begin."

    def __init__(self, way: tuple[UUID, ...]) -> None:
        super().__init__(self.message)
        self.way = way


def check_no_circle(commitment_id: UUID, on_id: UUID, waits_of: WaitsOf) -> None:
    """Raise Circle when the other waits on the commitment already, be it by way of others."""
    way = _way(on_id, commitment_id, waits_of)
    if way:
        raise Circle(way)


def _way(start: UUID, goal: UUID, waits_of: WaitsOf) -> tuple[UUID, ...]:
    """Return the shortest way along what waits on what, or none; each commitment is asked about once."""
    came_from: dict[UUID, UUID | None] = {start: None}
    border = [start]
    while border and goal not in came_from:
        found = [(waiting, on) for waiting, on in waits_of(border) if on not in came_from]
        border = list(dict.fromkeys(on for _, on in found))
        came_from.update({on: waiting for waiting, on in found})
    return _back(came_from, goal) if goal in came_from else ()


def _back(came_from: dict[UUID, UUID | None], goal: UUID) -> tuple[UUID, ...]:
    way: list[UUID] = []
    here: UUID | None = goal
    while here is not None:
        way.append(here)
        here = came_from[here]
    return tuple(reversed(way))
