"""Calendars: what is promised with a day, as programs for calendars read it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.contracts import STATE_WORDS, CommitmentState

ENDED_SHOWN = timedelta(days=30)
"""How long what has ended is still told of, as cancelled, so that programs which kept it take it away."""

_LONGEST_SUMMARY, _LONGEST_TEXT = 200, 1000


class CalendarKind(StrEnum):
    """Whose commitments are in a calendar: one person's own, an organisation's or a plan's."""

    MINE = "mine"
    ORGANISATION = "organisation"
    PLAN = "plan"


@dataclass(frozen=True, kw_only=True)
class CalendarLink:
    """A calendar that one person or one program reads: its holder, known by the person's or the token's id.

    `of_id` is a plan, an organisation or, for a person's own, a community.
    """

    holder_id: UUID
    kind: CalendarKind
    of_id: UUID
    community_id: UUID


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A commitment as calendars show it; the names of people are never in it."""

    id: UUID
    version: int
    reference: str
    text: str
    organisation: str | None
    plan: str
    due: date
    state: CommitmentState
    created_at: datetime
    changed_at: datetime

    @property
    def uid(self) -> str:
        """What calendar programs know it by, for good and wherever the site moves."""
        return str(self.id)

    @property
    def status(self) -> str:
        """What the state is to a calendar: offered is no promise yet, ended is nothing to wait for."""
        return _STATUSES.get(self.state, "CANCELLED")

    @property
    def summary(self) -> str:
        """The line that stands in the calendar."""
        text = one_line(self.text)
        return clipped(
            f"{one_line(self.organisation)}: {text}" if self.organisation else text, _LONGEST_SUMMARY
        )

    @property
    def description(self) -> str:
        """What is shown when it is opened."""
        text = clipped(one_line(self.text), _LONGEST_TEXT)
        return f"{text}\n\n{one_line(self.plan)}, {one_line(self.reference)}. {STATE_WORDS[self.state]}."


_STATUSES: Mapping[CommitmentState, str] = {
    CommitmentState.OFFERED: "TENTATIVE",
    CommitmentState.AGREED: "CONFIRMED",
    CommitmentState.UNDER_WAY: "CONFIRMED",
}


def one_line(text: str) -> str:
    """Return the text as one line, without what no file for other programs may hold."""
    words = " ".join(text.split())
    return "".join(letter for letter in words if unicodedata.category(letter) not in {"Cc", "Cs"})


def clipped(text: str, longest: int) -> str:
    """Return the text, with an ellipsis for what is too long of it."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
