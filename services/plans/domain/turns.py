"""Reciprocal commitments, "we will, when they do": whose turn it is once the other side has moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from services.plans.domain.refusals import Refused
from services.plans.domain.waits import Circle
from shared.contracts import CommitmentState, When

LONGEST_AGREED = 500

AGREE = "agree"
"""The action of an update by which what two organisations agreed on was noted."""

UNAGREE = "unagree"
"""The action of an update by which that no longer holds."""

WHEN_WORDS: Mapping[When, str] = {
    When.STARTED: "when they have started",
    When.DONE: "when they have done it",
}
"""How people say what the other side has to do first, after "we will"."""

_MET: Mapping[When, frozenset[CommitmentState]] = {
    When.STARTED: frozenset({CommitmentState.UNDER_WAY, CommitmentState.DONE}),
    When.DONE: frozenset({CommitmentState.DONE}),
}

_TAKEN_BACK: Mapping[When, frozenset[CommitmentState]] = {
    # Whoever has begun on our word goes on when the work is handed over, so nobody hears of it twice.
    When.STARTED: frozenset({CommitmentState.DECLINED, CommitmentState.WITHDRAWN}),
    When.DONE: frozenset(CommitmentState) - {CommitmentState.DONE},
}


class TurnCircle(Circle):
    """Each side would wait for the other to move first, so neither ever could."""

    message = (
        "That one waits on this one already, so each side would wait for the other, even for them to start. "
        "Let one side go first: write its first step down as a commitment of its own, and let the other "
        "side wait on that."
    )


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What two organisations agreed on: what the other does first, and the line that says so."""

    when: When
    agreed: str

    @classmethod
    def of(cls, when: When, agreed: str) -> "Terms":
        """Return the terms with the line tidied; refuse a blank one."""
        tidy = " ".join(agreed.split())
        if not tidy:
            raise Refused("Say in a line what was agreed.")
        return cls(when=when, agreed=tidy)


def told_in_short(when: When, agreed: str, reference: str) -> str:
    """Return in a line what was agreed, and about which other commitment."""
    return f"{agreed} (we will, {WHEN_WORDS[when]}: {reference})"


class Turn(Enum):
    """What a change means for the side that waits."""

    COMES = auto()
    IS_TAKEN_BACK = auto()
    STAYS = auto()


def is_met(when: When, on: CommitmentState) -> bool:
    """Return whether the other side has done its part."""
    return on in _MET[when]


def turn(when: When, waiting: CommitmentState, on: CommitmentState, *, came: bool) -> Turn:
    """Return what becomes of the turn: it comes once, and again only after it was taken back.

    Args:
        when: what the other has to do first.
        waiting: the state of the one that waits; nobody is called to what has ended.
        on: the state of the one that is waited on.
        came: whether the turn has come already.
    """
    if came:
        return Turn.IS_TAKEN_BACK if on in _TAKEN_BACK[when] else Turn.STAYS
    return Turn.COMES if is_met(when, on) and not waiting.ended else Turn.STAYS
