"""An officer's digest: how a community's plans stand, and what is new since the last one.

It is worked out from how things stand, so that whatever an earlier e-mail failed to tell is in the next one.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.clock import local_date
from shared.contracts import CommitmentState, Health, is_overdue

DAYS_AHEAD = 7
"""How far "coming up" reaches, today and the last day included."""

LONGEST = 50
"""How many lines of a list an e-mail shows before it points to the page."""

FIRST_WINDOW = timedelta(days=8)
"""How far back an officer's first digest looks: a week, and the day that it may be late."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """From `since`, which is in it, up to `until`, which is not: the next window begins there."""

    since: datetime
    until: datetime

    def holds(self, instant: datetime) -> bool:
        """Return whether the instant is inside."""
        return self.since <= instant < self.until


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The figures that page, API and e-mail share."""

    total: int = 0
    done: int = 0
    overdue: int = 0
    stuck: int = 0
    due_soon: int = 0

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(
            total=self.total + other.total,
            done=self.done + other.done,
            overdue=self.overdue + other.overdue,
            stuck=self.stuck + other.stuck,
            due_soon=self.due_soon + other.due_soon,
        )


@dataclass(frozen=True, kw_only=True)
class PlanNumbers:
    """One plan's figures."""

    plan_id: UUID
    name: str
    numbers: Numbers


@dataclass(frozen=True, kw_only=True)
class Line:
    """One commitment as the digest tells it.

    `is_new_word` says that something was heard of it in the window; `stuck_since` is None unless stuck.
    """

    commitment_id: UUID
    plan_id: UUID
    plan: str
    organisation: str | None
    reference: str
    text: str
    state: CommitmentState
    health: Health | None
    due: date | None
    note: str | None
    is_new_word: bool
    stuck_since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What an officer is told. Each commitment stands in one list only, the one that matters most."""

    community_id: UUID
    today: date
    window: Window
    plans: tuple[PlanNumbers, ...]
    changed_count: int
    stuck: tuple[Line, ...]
    overdue: tuple[Line, ...]
    coming: tuple[Line, ...]
    done: tuple[Line, ...]
    changed: tuple[Line, ...]

    @property
    def numbers(self) -> Numbers:
        """The figures of all the plans together."""
        return sum((plan.numbers for plan in self.plans), Numbers())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell; such a digest is never sent."""
        return not (self.stuck or self.overdue or self.coming or self.done or self.changed)

    def content(self, zone: ZoneInfo) -> dict[str, Any]:
        """Return what the e-mail says, as plain values, its lists capped so that it stays readable."""
        return {
            "day": self.today.isoformat(),
            "since": local_date(self.window.since, zone).isoformat(),
            "numbers": asdict(self.numbers) | {"changed": self.changed_count},
            "plans": [
                {"plan_id": str(plan.plan_id), "plan": plan.name, "numbers": asdict(plan.numbers)}
                for plan in self.plans
            ],
            "sections": [
                {"name": name, "total": len(lines), "lines": [_told(line, zone) for line in lines[:LONGEST]]}
                for name, lines in ((name, getattr(self, name)) for name, _ in SECTIONS)
                if lines
            ],
        }


def is_coming(line: Line, today: date) -> bool:
    """Return whether an open commitment is due within the days ahead."""
    return line.due is not None and not line.state.ended and 0 <= (line.due - today).days <= DAYS_AHEAD


SECTIONS: tuple[tuple[str, Callable[[Line, date], bool]], ...] = (
    ("stuck", lambda line, _: line.health is Health.STUCK and not line.state.ended),
    ("overdue", lambda line, today: is_overdue(line.state, line.due, today)),
    ("coming", is_coming),
    ("done", lambda line, _: line.is_new_word and line.state is CommitmentState.DONE),
    ("changed", lambda line, _: line.is_new_word),
)
"""The lists of a digest, the most pressing first; a line goes into the first that takes it."""


def compose(
    community_id: UUID, today: date, window: Window, plans: Iterable[PlanNumbers], lines: Iterable[Line]
) -> Digest:
    """Sort the lines into a digest's lists, the longest due first."""
    lists: dict[str, list[Line]] = {name: [] for name, _ in SECTIONS}
    ordered = sorted(lines, key=lambda line: (line.due or date.max, line.plan, line.reference))
    for line in ordered:
        for name, takes in SECTIONS:
            if takes(line, today):
                lists[name].append(line)
                break
    return Digest(
        community_id=community_id,
        today=today,
        window=window,
        plans=tuple(plans),
        changed_count=sum(line.is_new_word for line in ordered),
        **{name: tuple(found) for name, found in lists.items()},
    )


def _told(line: Line, zone: ZoneInfo) -> dict[str, Any]:
    since = local_date(line.stuck_since, zone).isoformat() if line.stuck_since else None
    return {
        "commitment_id": str(line.commitment_id),
        "plan": line.plan,
        "organisation": line.organisation,
        "reference": line.reference,
        "text": line.text,
        "state": line.state.value,
        "health": line.health.value if line.health else None,
        "due": line.due.isoformat() if line.due else None,
        "note": line.note if line.is_new_word else None,
        "stuck_since": since,
    }
