"""How commitments read on pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import flask

from services.plans.db.queries.status import Ahead
from services.plans.domain.asks import ASK_WORDS
from services.plans.domain.assessments import COMPLETION_WORDS
from services.plans.domain.facts import FOUR_CO_WORDS, PRIORITY_WORDS, Priority
from services.plans.domain.searches import pieces_of
from services.plans.domain.steps import count_words
from services.plans.domain.turns import WHEN_WORDS
from services.plans.domain.updates import ELSEWHERE, Channel
from services.plans.web.deeds import changes, deed
from shared.contracts import HEALTH_WORDS, STATE_WORDS, CommitmentState, Health
from shared.http.words import day

STATE_COLOURS: Mapping[CommitmentState, str] = {
    CommitmentState.OFFERED: "govuk-tag--grey",
    CommitmentState.AGREED: "govuk-tag--blue",
    CommitmentState.UNDER_WAY: "govuk-tag--teal",
    CommitmentState.DONE: "govuk-tag--green",
    CommitmentState.DECLINED: "govuk-tag--grey",
    CommitmentState.WITHDRAWN: "govuk-tag--grey",
}
HEALTH_COLOURS: Mapping[Health, str] = {
    Health.ON_TRACK: "govuk-tag--green",
    Health.AT_RISK: "govuk-tag--yellow",
    Health.STUCK: "govuk-tag--red",
}
CHANNELS: Mapping[Channel, str] = {
    Channel.LINK: "by the link in an e-mail",
    Channel.PAGE: "on this site",
    Channel.API: "by a program",
    Channel.IMPORT: "from the workshop's sheet",
    **ELSEWHERE,
}


@dataclass(frozen=True)
class Tag:
    """A word in a coloured box; the colour only repeats what the word says."""

    text: str
    colour: str


def tags(commitment: Any, today: date, *, going: bool = True) -> list[Tag]:
    """Return the tags of a commitment, or of its row in a list.

    A row knows whether its plan goes on; of a commitment by itself the page says it.
    """
    found = [Tag(STATE_WORDS[commitment.state], STATE_COLOURS[commitment.state])]
    if commitment.health is not None:
        found.append(Tag(HEALTH_WORDS[commitment.health], HEALTH_COLOURS[commitment.health]))
    if going and commitment.overdue(today):
        found.append(Tag("Overdue", "govuk-tag--red"))
    if commitment.priority is Priority.HIGH and not commitment.state.ended:
        found.append(Tag("High priority", "govuk-tag--purple"))
    return found


def due_words(commitment: Any, today: date, *, going: bool = True) -> str:
    """Say when it is due as people say it, as long as its date matters; `going` as for its tags."""
    due: date | None = commitment.due
    if due is None:
        return "No date yet"
    if commitment.state.ended or not (going and getattr(commitment, "going", True)):
        return f"Planned for {day(due)}"
    return _near(due, (due - today).days)


def _near(due: date, days: int) -> str:
    if days in _NEAREST:
        return f"{_NEAREST[days]}, {day(due)}"
    if days < 0:
        return f"Was due {day(due)}, {-days} days ago"
    return f"Due {day(due)}, in {days} days" if days <= DAYS_COUNTED else f"Due {day(due)}"


DAYS_COUNTED = 14
"""From how many days on a date says more than a count of days."""

_NEAREST: Mapping[int, str] = {-1: "Was due yesterday", 0: "Due today", 1: "Due tomorrow"}


COLUMNS: Mapping[str, str] = {
    "total": "All",
    "done": "Done",
    "percent_done": "% done",
    "under_way": "Under way",
    "overdue": "Overdue",
    "stuck": "Stuck",
    "due_in_7": "Due in 7 days",
    "due_in_14": "In 14",
    "due_in_30": "In 30",
    "stale": "Not heard of",
    "slips": "Dates moved",
}
"""What the tables of a status show of each part, and how its columns are called."""


def reach_words(ahead: Ahead) -> str:
    """Say whether a step is in reach and, where it is not, what is in the way."""
    status = ahead.status
    if not ahead.going:
        return "No: the plan is closed"
    if not status.total:
        return "No: nobody has promised anything for it"
    obstacles = {name.replace("_", " "): count for name, count in status.in_the_way.items() if count}
    told = ", ".join(f"{count} {name}" for name, count in obstacles.items())
    return "Yes" if ahead.in_reach else f"No: {told or 'everything for it was given up'}"


def lend(pages: flask.Blueprint) -> None:
    """Let the templates of the pages use these words."""
    words: Mapping[str, Any] = {
        "tags": tags,
        "ASK_WORDS": ASK_WORDS,
        "COMPLETION_WORDS": COMPLETION_WORDS,
        "FOUR_CO_WORDS": FOUR_CO_WORDS,
        "PRIORITY_WORDS": PRIORITY_WORDS,
        "due_words": due_words,
        "deed": deed,
        "step_words": count_words,
        "changes": changes,
        "pieces_of": pieces_of,
        "channel_words": CHANNELS.get,
        "ELSEWHERE": ELSEWHERE,
        "reach_words": reach_words,
        "COLUMNS": COLUMNS,
        "when_words": WHEN_WORDS.get,
    }
    pages.app_context_processor(lambda: dict(words))
