"""Which answers each page offers, derived from the table of what may happen."""

from services.plans.domain.commitments import Commitment
from services.plans.domain.transitions import OFFERED, RULES, Action, path
from shared.contracts import CommitmentState

SAID_BETTER = {Action.REPORT: Action.START, Action.WITHDRAW: Action.DECLINE}
"""For a commitment that is not yet accepted: what to say instead of answers that follow a yes."""


YES_BUT = "Yes, but by another date"
"""How changing the date reads before anybody has said yes to it."""


def words_for(action: Action, state: CommitmentState) -> str:
    """Return what the answer says on a button."""
    return YES_BUT if (state, action) == (OFFERED, Action.MOVE) else RULES[action].button


def answers_of_owner(commitment: Commitment) -> dict[Action, str]:
    """Return what its owner may say now; telling that it has begun or is done also says yes to it."""
    return {
        action: words_for(action, commitment.state)
        for action in Action
        if path(commitment.state, action)
        and action is not Action.HAND_OVER
        and not (commitment.state is OFFERED and action in SAID_BETTER)
    }


def answers_of_coordinator(commitment: Commitment) -> dict[Action, str]:
    """Return what a coordinator may note down now on the owner's behalf."""
    last = {Action.HAND_OVER} & set(commitment.possible())
    return answers_of_owner(commitment) | {action: RULES[action].button for action in last}


def preselected(wanted: str | None, answers: list[Action], commitment: Commitment) -> str | None:
    """Return the answer that the link in the e-mail named, as far as it can be given now."""
    if wanted not in set(Action):
        return None
    action = Action(wanted)
    if commitment.state is OFFERED:
        action = SAID_BETTER.get(action, action)
    return action.value if action in answers else None
