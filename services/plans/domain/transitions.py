"""The table of what may happen to a commitment: code, pages, API, tests and documents all read this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.contracts import CommitmentState

OFFERED = CommitmentState.OFFERED
AGREED = CommitmentState.AGREED
UNDER_WAY = CommitmentState.UNDER_WAY
DONE = CommitmentState.DONE
DECLINED = CommitmentState.DECLINED
WITHDRAWN = CommitmentState.WITHDRAWN


class Action(StrEnum):
    """What somebody can say about a commitment, by form, API and import alike."""

    ACCEPT = "accept"
    REWORD = "reword"
    DECLINE = "decline"
    START = "start"
    REPORT = "report"
    FINISH = "finish"
    MOVE = "move"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """An action's words and the details that go with it.

    Attributes:
        button: what the button says to the owner.
        said: what the history says was done.
        needs: groups of details; of each group at least one must be given.
        takes: details that may be given besides.
    """

    button: str
    said: str
    needs: tuple[tuple[str, ...], ...] = ()
    takes: tuple[str, ...] = ("note",)

    @property
    def fields(self) -> frozenset[str]:
        """Every detail that this action knows."""
        return frozenset(self.takes).union(*self.needs)


RULES: Mapping[Action, Rule] = {
    Action.ACCEPT: Rule(button="Yes, we will do this", said="accepted"),
    Action.REWORD: Rule(
        button="Yes, with changes",
        said="accepted with changes",
        needs=(("text", "due"),),
    ),
    Action.DECLINE: Rule(button="No, we cannot do this", said="declined", needs=(("reason",),)),
    Action.START: Rule(button="We have started", said="started", takes=("note", "health")),
    Action.REPORT: Rule(button="Say how it is going", said="reported", needs=(("health",),)),
    Action.FINISH: Rule(button="It is done", said="finished", needs=(("note", "evidence"),)),
    Action.MOVE: Rule(button="Change the date", said="moved the date", needs=(("due",), ("reason",))),
    Action.WITHDRAW: Rule(
        button="We can no longer do this",
        said="withdrew",
        needs=(("reason",),),
    ),
    Action.REOPEN: Rule(button="Open it again", said="reopened"),
    Action.HAND_OVER: Rule(
        button="Hand it over",
        said="handed over",
        needs=(("organisation_id",),),
        takes=("note", "contact_id"),
    ),
}

_WAYS: Mapping[CommitmentState, Mapping[Action, CommitmentState]] = {
    OFFERED: {
        Action.ACCEPT: AGREED,
        Action.REWORD: AGREED,
        Action.DECLINE: DECLINED,
        Action.HAND_OVER: OFFERED,
    },
    AGREED: {
        Action.START: UNDER_WAY,
        Action.FINISH: DONE,
        Action.MOVE: AGREED,
        Action.WITHDRAW: WITHDRAWN,
        Action.HAND_OVER: OFFERED,
    },
    UNDER_WAY: {
        Action.REPORT: UNDER_WAY,
        Action.FINISH: DONE,
        Action.MOVE: UNDER_WAY,
        Action.WITHDRAW: WITHDRAWN,
        Action.HAND_OVER: OFFERED,
    },
    DONE: {Action.REOPEN: UNDER_WAY},
    DECLINED: {Action.REOPEN: OFFERED},
    WITHDRAWN: {Action.REOPEN: AGREED},
}


@dataclass(frozen=True)
class Transition:
    """Where an action leads from one state, and what it asks for."""

    to: CommitmentState
    rule: Rule


TRANSITIONS: Mapping[tuple[CommitmentState, Action], Transition] = {
    (state, action): Transition(to, RULES[action])
    for state, ways in _WAYS.items()
    for action, to in ways.items()
}
"""Everything that may happen; what is not here may not. Who takes over a commitment has to accept it anew."""


def possible(state: CommitmentState) -> tuple[Action, ...]:
    """Return the actions that the state allows, in the order in which buttons show them."""
    return tuple(action for action in Action if (state, action) in TRANSITIONS)


def path(state: CommitmentState, action: Action) -> tuple[Action, ...]:
    """Return the steps that get an owner's answer done: telling how it goes also says yes to it.

    Empty when no way leads there.
    """
    if (state, action) in TRANSITIONS:
        return (action,)
    if state is OFFERED and (AGREED, action) in TRANSITIONS:
        return (Action.ACCEPT, action)
    return ()
