"""Carrying over: what is still open in a plan goes on in another one, as a commitment of that plan.

The old one ends as withdrawn: its plan no longer expects it. That it goes on elsewhere is a relation between
the two and not a state, so that the table of what may happen stays the owner's own.
"""

from collections.abc import Sequence
from datetime import datetime

from services.plans.domain.commitments import Change, Commitment, difference
from services.plans.domain.refusals import Refused
from shared.contracts import CommitmentState


def carry_over(commitment: Commitment, where: str, at: datetime) -> Change:
    """End the commitment, which goes on elsewhere, and return what changed; refuse one that has ended."""
    check_can_go(commitment)
    before = commitment.told()
    commitment.state = CommitmentState.WITHDRAWN
    commitment.health = None
    commitment.reason = f"Carried over to {where}."
    commitment.version += 1
    commitment.changed_at = at
    return difference(before, commitment.told())


def check_can_go(commitment: Commitment) -> None:
    """Refuse to carry over what has ended: nothing of it is left to be done."""
    if commitment.state.ended:
        raise Refused(f"Commitment {commitment.reference} has ended, so it cannot be carried over.")


def heading_there(heading: str, headings: Sequence[str]) -> str:
    """Return the other plan's heading of the same words, or its first one when it has none."""
    alike = [each for each in headings if each.casefold() == heading.casefold()]
    return (alike or list(headings))[0]
