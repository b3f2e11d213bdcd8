"""A promise that begins once another one is kept: "we will, when they do"."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from shared.contracts.contract import Contract
from shared.contracts.instants import Instant


class When(StrEnum):
    """What must become of the other commitment for the first one's turn to come."""

    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class TurnCame(Contract):
    """The turn of `commitment_id` came, because what it waited for became of `on_id`.

    The thing is what the two agreed on; its version counts how often the turn came: again only after the
    other was opened again. It is an effect and no copy, so it is never said again.
    """

    TYPE: ClassVar[str] = "plans.turn_came.v1"
    SAYS: ClassVar[str] = (
        "what a commitment waited for, by agreement, was done or begun by another organisation"
    )

    plan_id: UUID
    commitment_id: UUID
    on_plan_id: UUID
    on_id: UUID
    when: When
    agreed: str
    at: Instant
