"""What a newer sheet may change of a commitment that is there already.

Until its owner has accepted it, everything. After that the owner's say counts: a new date is a move, which
shows as a slip, and a new owner has to accept anew. What has ended stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.plans.domain.commitments import Change, Commitment, Details, difference
from services.plans.domain.transitions import Action
from shared.contracts import CommitmentState

_OWNER = ("organisation_id", "contact_id")
_OWNERS_SAY = frozenset({*_OWNER, "due"})


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """What is to be done: an action of the owner's table or none, and fields to be set."""

    action: Action | None = None
    details: Details = field(default_factory=Details)
    values: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.action is not None or bool(self.values)


def amendment(commitment: Commitment, wanted: Mapping[str, Any], source: str) -> Amendment:
    """Return how to bring the commitment to what the sheet says; `source` is the reason a move gives."""
    if commitment.state.ended:
        return Amendment()
    differing = {name: value for name, value in wanted.items() if getattr(commitment, name) != value}
    if commitment.state is CommitmentState.OFFERED:
        return Amendment(values=differing)
    plain = {name: value for name, value in differing.items() if name not in _OWNERS_SAY}
    if not differing.keys().isdisjoint(_OWNER):
        owner = {name: wanted.get(name, getattr(commitment, name)) for name in _OWNER}
        # It is offered anew, so that its date is once more a mere proposal.
        later = {"due": differing["due"]} if "due" in differing else {}
        return Amendment(action=Action.HAND_OVER, details=Details(**owner), values=plain | later)
    if differing.get("due"):
        moved = Details(due=differing["due"], reason=source)
        return Amendment(action=Action.MOVE, details=moved, values=plain)
    return Amendment(values=plain)


def amend(commitment: Commitment, values: Mapping[str, Any], at: datetime) -> Change:
    """Set the fields, raise the version and return what changed of that which the history keeps."""
    before = commitment.told()
    for name, value in values.items():
        setattr(commitment, name, value)
    commitment.version += 1
    commitment.changed_at = at
    return difference(before, commitment.told())
