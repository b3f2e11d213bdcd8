"""A plan as boards and committees read it: an action tracker in the columns of NHS bodies and councils."""

import re
from dataclasses import dataclass
from datetime import date

from services.plans.domain.exports import Rank, rank_of
from services.plans.domain.formulas import defused
from shared.contracts import HEALTH_WORDS, STATE_WORDS, CommitmentState, Health, is_overdue

HEADINGS = ("Ref", "Source", "Action", "Lead", "Due", "Status", "Proposed to close")

OPEN, TO_CLOSE = "Open", "Proposed for closure"

_UNWRITABLE = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML, of which both kinds of file are made, cannot hold."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """A commitment as it stood on the day of the tracker, with the names in it but those of people.

    `said` is what its owner last said of it until then; whoever may not read that finds none here.
    `going` says that its plan went on; in one that is closed it presses nobody.
    """

    reference: str
    heading: str
    written_on: date
    text: str
    organisation: str | None
    due: date | None
    state: CommitmentState
    health: Health | None
    slips: int
    said: str | None = None
    going: bool = True

    @property
    def rank(self) -> Rank:
        """Where it stands among the others."""
        return rank_of(self.reference)

    @property
    def source(self) -> str:
        """Where it comes from: the part of the plan, and the day on which it was written down."""
        return f"{self.heading}, {shown(self.written_on)}"

    @property
    def to_close(self) -> str:
        """Whether the meeting may take it off the list."""
        return TO_CLOSE if self.state.ended else OPEN

    def status(self, day: date) -> str:
        """Return how it stood on the day, in a line and in its owner's words."""
        told = [STATE_WORDS[self.state]]
        told += [HEALTH_WORDS[self.health].lower()] if self.health else []
        told += ["overdue"] if self.going and is_overdue(self.state, self.due, day) else []
        told += [f"date moved {_times(self.slips)}"] if self.slips else []
        line = f"{', '.join(told)}."
        return f"{line} {self.said}" if self.said else line


def line(action: Action, day: date) -> list[str]:
    """Return the action's cells, in the order of `HEADINGS`, with formulas defused."""
    cells = (
        action.reference,
        action.source,
        action.text,
        action.organisation or "Nobody yet",
        shown(action.due) if action.due else "No date yet",
        action.status(day),
        action.to_close,
    )
    return [defused(writable(cell)) for cell in cells]


def writable(text: str) -> str:
    """Return the text without what the files cannot hold."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shown(day: date) -> str:
    """Return the day as people write it."""
    return f"{day.day} {day:%B %Y}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
