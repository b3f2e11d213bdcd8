"""Corrections: what was said wrong stays in the history, and a new update that names it says it right.

The newest correction of an update counts. It may also undo what the update did, as long as nothing that
still counts was said after it: then the commitment stands again as it stood before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.plans.domain.commitments import Change, Commitment, NotAllowed, difference
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import RULES, Action, Rule
from services.plans.domain.updates import Update
from shared.contracts import CommitmentState, Health

WORDS = ("note", "reason", "evidence")
"""What an update says in words, and a correction can say anew."""

_READ: Mapping[str, Any] = {
    "state": CommitmentState,
    "health": Health,
    "due": date.fromisoformat,
    "done_at": datetime.fromisoformat,
}
"""How to read what the history keeps as plain values; the rest is kept as it is."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """All that an update should have said; what is left out, it should not have said."""

    note: str | None = None
    reason: str | None = None
    evidence: str | None = None
    undo: bool = False


def correct(
    commitment: Commitment, wrong: Update, history: Sequence[Update], correction: Correction, at: datetime
) -> Change:
    """Let the commitment stand as if the update had said this; return what that changed.

    Raises:
        NotAllowed: a word is missing that the update's action needs.
        Refused: it is no update that can be corrected, or not so.
    """
    _check(wrong, history, correction)
    before = commitment.told()
    if correction.undo:
        for name, value in wrong.before.items():
            setattr(
                commitment, name, _READ.get(name, lambda kept: kept)(value) if value is not None else None
            )
    corrections = {**corrections_in(history), wrong.id: correction}
    commitment.last_note, commitment.reason = _words_left(history, corrections)
    commitment.version += 1
    commitment.changed_at = at
    return difference(before, commitment.told())


def corrections_in(history: Iterable[Update]) -> dict[UUID, Correction]:
    """Return what counts now for each corrected update, by the update's id; the history is oldest first."""
    return {
        each.corrects_id: Correction(
            note=each.note, reason=each.reason, evidence=each.evidence, undo=each.undoes
        )
        for each in history
        if each.corrects_id
    }


def rule_of(update: Update) -> Rule | None:
    """Return the rule of what was done; None for what nobody said, and for corrections themselves."""
    return RULES[Action(update.action)] if update.action in set(Action) else None


def correctable(update: Update, history: Iterable[Update]) -> bool:
    """Return whether the update may be corrected: an owner's answer that was not undone."""
    corrected = corrections_in(history).get(update.id)
    return rule_of(update) is not None and not (corrected and corrected.undo)


def correctable_in(history: Sequence[Update]) -> frozenset[UUID]:
    """Return the ids of the updates that may be corrected."""
    return frozenset(each.id for each in history if correctable(each, history))


def may_undo(update: Update, history: Sequence[Update]) -> bool:
    """Return whether what the update did can be undone: it is the last that still counts.

    Handing over cannot: whoever has it now was told so, and hands it back by their own word.
    """
    if update.action == Action.HAND_OVER or not correctable(update, history):
        return False
    undone = {update_id for update_id, each in corrections_in(history).items() if each.undo}
    counting = [each for each in history if not each.corrects_id and each.id not in undone]
    return counting[-1] is update


def said_by(update: Update, history: Iterable[Update]) -> Correction:
    """Return the words of the update that count now."""
    as_said = Correction(note=update.note, reason=update.reason, evidence=update.evidence)
    return corrections_in(history).get(update.id, as_said)


def _check(wrong: Update, history: Sequence[Update], correction: Correction) -> None:
    rule = rule_of(wrong)
    if rule is None:
        raise Refused("This cannot be corrected. Correct what somebody said, not a correction of it.")
    if not correctable(wrong, history):
        raise Refused("This was undone already. Say it anew.")
    if correction.undo and not may_undo(wrong, history):
        raise Refused("This cannot be undone any more. Say how it stands now instead.")
    known = frozenset({"note"}) if correction.undo else rule.fields
    given = frozenset(name for name in WORDS if (getattr(correction, name) or "").strip())
    if strange := given - known:
        raise Refused(f"This does not take: {', '.join(sorted(strange))}.")
    needs = () if correction.undo else tuple(group for group in rule.needs if set(group) <= set(WORDS))
    if missing := tuple(group for group in needs if given.isdisjoint(group)):
        wanted = " and ".join(" or ".join(group) for group in missing)
        raise NotAllowed(f"This also needs: {wanted}.", missing=missing)
    if correction == said_by(wrong, history):
        raise Refused("That is what it says already.")


def _words_left(
    history: Iterable[Update], corrections: Mapping[UUID, Correction]
) -> tuple[str | None, str | None]:
    """Return the last note and the reason that the commitment is left with."""
    note: str | None = None
    reason: str | None = None
    for update in history:
        if update.corrects_id:
            continue
        corrected = corrections.get(update.id)
        said = corrected or update
        note = said.note or note
        if not (corrected and corrected.undo):
            reason = said.reason or (None if update.action == Action.REOPEN else reason)
    return note, reason
