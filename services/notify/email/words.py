"""The words of e-mails: subjects, dates and buttons, kind and short."""

import textwrap
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.contracts import CommitmentState, Health, When
from shared.contracts.states import HEALTH_WORDS, STATE_WORDS

LONGEST_SUBJECT = 90

BUTTONS: Mapping[CommitmentState, tuple[tuple[str, str], ...]] = {
    CommitmentState.OFFERED: (
        ("Yes, we will do this", "accept"),
        ("Yes, with changes", "reword"),
        ("No, we cannot", "decline"),
    ),
    CommitmentState.AGREED: (
        ("We have started", "start"),
        ("It is done", "finish"),
        ("Change the date", "move"),
    ),
    CommitmentState.UNDER_WAY: (
        ("Say how it is going", "report"),
        ("It is done", "finish"),
        ("Change the date", "move"),
    ),
}
"""What a person can answer with one tap, by where the commitment stands; `say` of the form behind it."""

TURN_WORDS = {When.STARTED: " is under way", When.DONE: " is done"}

SECTION_TITLES = {
    "stuck": "Stuck",
    "overdue": "Overdue",
    "coming": "Due in the next 7 days",
    "done": "Done since last time",
    "changed": "Other news",
}

NUMBER_WORDS = {
    "total": "commitments",
    "done": "done",
    "overdue": "overdue",
    "stuck": "stuck",
    "due_soon": "due in 7 days",
}


def one_line(text: str | None) -> str:
    """Return the text on one line; what would end a header's line becomes a space."""
    return " ".join((text or "").split())


def shortened(text: str, longest: int = LONGEST_SUBJECT) -> str:
    """Return the text on one line, cut between words where it is too long."""
    return textwrap.shorten(one_line(text), longest, placeholder=" …")


def day(value: str | None) -> str:
    """Return a day as people say it: Friday 27 November 2026."""
    if value is None:
        return ""
    found = date.fromisoformat(value)
    return f"{found:%A} {found.day} {found:%B %Y}"


def due_line(due: str | None, today: str) -> str:
    """Say when a thing is due, seen from today."""
    if due is None:
        return "No date agreed yet"
    days = (date.fromisoformat(due) - date.fromisoformat(today)).days
    if days == 0:
        return f"Due today, {day(due)}"
    return f"Due on {day(due)}" if days > 0 else f"Was due on {day(due)}"


def standing(state: str, health: str | None) -> str:
    """Say where a commitment stands: Under way, stuck."""
    word = STATE_WORDS[CommitmentState(state)]
    return f"{word}, {HEALTH_WORDS[Health(health)].lower()}" if health else word


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return `1 commitment`, `3 commitments`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def nudge_subject(data: Mapping[str, Any]) -> str:
    """Say what it is about and how many, so that the subject alone is of use."""
    items = [item for section in data["sections"] for item in section["items"]]
    if any(item["is_given"] for item in items):
        return shortened(f"You have {counted(len(items), 'commitment')} in {_plans(data)}")
    if len(items) == 1:
        when = due_line(items[0]["due"], data["day"])
        return shortened(f"{when}: {items[0]['text']}")
    counts = Counter(_rung_word(item["rung"]) for item in items)
    if len(counts) == 1:
        return f"{len(items)} commitments {next(iter(counts))}"
    said = ", ".join(f"{count} {word}" for word, count in counts.items())
    return f"{len(items)} commitments to look at: {said}"


def happened(turn: Mapping[str, Any]) -> str:
    """Say what somebody's commitment waited for: Open the north gate is done."""
    end = TURN_WORDS[When(turn["when"])]
    return f"{shortened(turn['on_text'], LONGEST_SUBJECT - len(_YOUR_TURN) - len(end))}{end}"


def turn_subject(data: Mapping[str, Any]) -> str:
    """Say that it is their turn, and why."""
    return f"{_YOUR_TURN}{happened(data['turn'])}"


_YOUR_TURN = "It is your turn: "


def digest_subject(data: Mapping[str, Any]) -> str:
    """Say the figures that want something of somebody first."""
    numbers = data["numbers"]
    said = [
        f"{numbers[name]} {NUMBER_WORDS[name]}" for name in ("stuck", "overdue", "due_soon") if numbers[name]
    ]
    news = [f"{numbers['changed']} with news"] if numbers["changed"] else []
    return shortened(f"{data['community']}, week to {day(data['day'])}: {', '.join(said + news)}", 120)


def sign_in_subject(_data: Mapping[str, Any]) -> str:
    """Say that this is the link that they asked for."""
    return "Your link to sign in to Backcast"


def _plans(data: Mapping[str, Any]) -> str:
    plans = list(dict.fromkeys(section["plan"] for section in data["sections"]))
    return plans[0] if len(plans) == 1 else f"{len(plans)} plans"


def _rung_word(rung: str) -> str:
    words = {"due_soon": "due soon", "due_today": "due today"}
    return words.get(rung, "overdue")


FILTERS = {"one_line": one_line, "day": day}
"""What the templates may use."""
