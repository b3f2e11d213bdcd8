"""What people say when they are asked on a walk or by telephone, and what that means for a commitment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.plans.domain.commitments import Details
from services.plans.domain.transitions import Action, path
from shared.contracts import CommitmentState, Health


class Spoken(StrEnum):
    """An answer, whichever state the commitment is in."""

    YES = "yes"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    STUCK = "stuck"
    DONE = "done"
    NO = "no"


SPOKEN_WORDS: Mapping[Spoken, str] = {
    Spoken.YES: "Yes, we will do it",
    Spoken.ON_TRACK: "It is on track",
    Spoken.AT_RISK: "It is at risk",
    Spoken.STUCK: "It is stuck",
    Spoken.DONE: "It is done",
    Spoken.NO: "No, we cannot do it",
}
_HEALTHS = {Spoken.ON_TRACK: Health.ON_TRACK, Spoken.AT_RISK: Health.AT_RISK, Spoken.STUCK: Health.STUCK}
_PLAIN = {Spoken.YES: Action.ACCEPT, Spoken.DONE: Action.FINISH}


@dataclass(frozen=True)
class Meant:
    """The actions that an answer comes to, and what goes with the last of them."""

    steps: tuple[Action, ...]
    details: Details


def meant(spoken: Spoken, note: str | None, state: CommitmentState) -> Meant:
    """Return what the answer means in this state; whether it may be done, the table of actions says."""
    if spoken is Spoken.NO:
        action = Action.DECLINE if state is CommitmentState.OFFERED else Action.WITHDRAW
        return Meant((action,), Details(reason=note))
    health = _HEALTHS.get(spoken)
    under_way = state is CommitmentState.UNDER_WAY
    going = Action.REPORT if under_way else Action.START
    action = going if health else _PLAIN[spoken]
    return Meant(path(state, action) or (action,), Details(health=health, note=note))
