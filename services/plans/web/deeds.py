"""How the history of a commitment reads on pages: what was done, and what that changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.plans.db.queries.history import Said
from services.plans.domain.assets import ORIGIN_DEEDS
from services.plans.domain.facts import FOUR_CO_WORDS, PRIORITY_WORDS
from services.plans.domain.steps import STEP_DEEDS
from services.plans.domain.supporters import SUPPORT_DEEDS
from services.plans.domain.transitions import RULES, Action
from services.plans.domain.turns import AGREE, UNAGREE
from services.plans.domain.updates import (
    AMEND,
    CARRY_OVER,
    CORRECT,
    NOTE_FACTS,
    OFFER,
    SET_RIGHT,
    WORD,
)
from shared.contracts import HEALTH_WORDS, STATE_WORDS
from shared.http.words import day, moment

_SAID: Mapping[str, str] = {
    OFFER: "wrote it down",
    AMEND: "changed it by a newer sheet",
    SET_RIGHT: "set it right",
    WORD: "decided how it is worded",
    CARRY_OVER: "carried it over to another plan",
    CORRECT: "corrected what was said before",
    NOTE_FACTS: "changed what is noted about it",
    **STEP_DEEDS,
    **SUPPORT_DEEDS,
    **ORIGIN_DEEDS,
    AGREE: "noted what was agreed: we will, when they do",
    UNAGREE: "noted that what was agreed no longer holds",
}
"""What was done without being an action of the owner's table."""


@dataclass(frozen=True)
class Changed:
    """One thing that an update changed; what was not there before has no words."""

    name: str
    before: str
    after: str


def deed(said: Said) -> str:
    """Return what was done, as the history says it."""
    action = said.update.action
    if said.corrects_at is not None:
        stands = f" and put it back to “{STATE_WORDS[said.update.state]}”" if said.update.undoes else ""
        return f"corrected what was said on {moment(said.corrects_at)}{stands}"
    return _SAID.get(action) or RULES[Action(action)].said


def changes(said: Said) -> list[Changed]:
    """Return what the update changed of that which people read."""
    update = said.update
    if update.action == OFFER:
        return []
    return [
        Changed(name, _read(field, update.before[field], said.names), after)
        for field, name in _SHOWN.items()
        if field in update.after
        and (after := _read(field, update.after[field], said.names) or _GONE.get(field))
    ]


_SHOWN: Mapping[str, str] = {
    "text": "Wording",
    "heading": "Heading",
    "milestone_id": "Milestone",
    "organisation_id": "Organisation",
    "due": "Due",
    "evidence": "Counts as done when",
    "health": "Health",
    "step": "Step",
    "steps": "Steps",
    "agreed": "Agreed",
    "supporter": "Helps",
    "priority": "Priority",
    "place": "Place",
    "four_co": "Four Co's",
}
"""What the deed itself does not say, as "accepted" says the new state."""

_GONE: Mapping[str, str] = dict.fromkeys(
    (
        *("milestone_id", "organisation_id", "evidence", "step", "steps"),
        *("priority", "place", "four_co", "supporter"),
    ),
    "none",
)
"""What is said of something that there is no more, where that matters."""


def _read(field: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if field == "due":
        return day(date.fromisoformat(value))
    if field in _NAMED:
        return names.get(value, _UNKNOWN)
    return _WORDS.get(field, {}).get(value, str(value))


_NAMED = frozenset({"milestone_id", "organisation_id"})
_UNKNOWN = "one that is no longer there"

_WORDS: Mapping[str, Mapping[Any, str]] = {
    "health": HEALTH_WORDS,
    "priority": PRIORITY_WORDS,
    "four_co": FOUR_CO_WORDS,
}
"""How the history reads where it keeps a choice's name."""
