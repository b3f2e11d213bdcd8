"""A nudge of its own: what somebody's commitment waited for, by agreement, has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notify.domain.ladder import Step
from services.notify.domain.nudges import Nudge
from shared.contracts import CommitmentState, When

RUNG = "turn"

STILL: Mapping[When, frozenset[CommitmentState]] = {
    When.STARTED: frozenset({CommitmentState.UNDER_WAY, CommitmentState.DONE}),
    When.DONE: frozenset({CommitmentState.DONE}),
}
"""How the other one must still stand for the news to be true when it is told."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What was agreed, and how the other side is called."""

    agreement_id: UUID
    when: When
    agreed: str
    on_text: str
    on_organisation: str | None


@dataclass(frozen=True, kw_only=True)
class TurnStep(Step):
    """That the turn came by one agreement; it hangs on no date and never comes again."""

    agreement_id: UUID

    @property
    def name(self) -> str:
        """What no ledger may hold twice for one commitment and contact."""
        return self.agreement_id.hex


@dataclass(frozen=True, kw_only=True)
class TurnNudge(Nudge):
    """The one e-mail that tells one person of one turn."""

    turn: Turn

    @property
    def period(self) -> str:
        """The agreement, so that nobody hears twice of one."""
        return str(self.turn.agreement_id)

    def content(self) -> dict[str, Any]:
        """Return what the e-mail says, as plain values: the commitment as in any nudge, and what came."""
        told = {
            "when": self.turn.when.value,
            "agreed": self.turn.agreed,
            "on_text": self.turn.on_text,
            "on_organisation": self.turn.on_organisation,
        }
        return {**super().content(), "day": self.day.isoformat(), "turn": told}
