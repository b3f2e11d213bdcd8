"""How a plan stands, in figures: the arithmetic alone, so that page, API, export and e-mail agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from shared.contracts import CommitmentState, Health

DUE_SOON_DAYS = 7


class Scope(StrEnum):
    """What a plan's commitments are counted by."""

    PLAN = "plan"
    HEADING = "heading"
    MILESTONE = "milestone"
    ORGANISATION = "organisation"


QUESTIONS: Mapping[str, str] = {
    "without_owner": "Who does it?",
    "without_date": "By when?",
    "without_step": "Which milestone does it lead to?",
    "without_evidence": "What will show that it is done?",
}
"""What a plan of good quality can answer for each open commitment, by the count of those that lack it."""

MEASURES = (
    "total",
    *(state.value for state in CommitmentState),
    *(health.value for health in Health),
    *("overdue", "due_in_7", "due_in_14", "due_in_30"),
    *QUESTIONS,
    *("stale", "slips", "weight", "weight_done"),
)
"""Everything that is counted. Each adds up, so the figures of a whole are the sums of its parts'."""

PRESSING = frozenset({"overdue", "due_in_7", "due_in_14", "due_in_30", "stale"})
"""What wants something done soon; a closed plan presses nobody until it is opened again."""


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where some commitments stand on one day; `overdue` and all that follow up to `stale` count open ones.

    Attributes:
        today: the day that the figures are for.
        due_in_7: due on that day or within the 7 days after it; the two below likewise.
        without_step: those that lead to no milestone.
        stale: nothing was said about them for as long as the plan's interval.
        slips: how often agreed dates moved, in all.
        weight: how many organisations carry them, counted for each commitment that is not given up.
        weight_done: the part of `weight` that is done.
    """

    today: date
    total: int = 0
    offered: int = 0
    agreed: int = 0
    under_way: int = 0
    done: int = 0
    declined: int = 0
    withdrawn: int = 0
    on_track: int = 0
    at_risk: int = 0
    stuck: int = 0
    overdue: int = 0
    due_in_7: int = 0
    due_in_14: int = 0
    due_in_30: int = 0
    without_owner: int = 0
    without_date: int = 0
    without_step: int = 0
    without_evidence: int = 0
    stale: int = 0
    slips: int = 0
    weight: int = 0
    weight_done: int = 0

    @classmethod
    def of(cls, today: date, parts: Iterable[Iterable[int | None]]) -> Self:
        """Return what the parts, each in the order of MEASURES, add up to."""
        sums = [sum(each or 0 for each in column) for column in zip(*parts, strict=True)]
        # Nothing at all has no columns; a status without figures is one of zeros.
        return cls(today=today, **dict(zip(MEASURES, sums, strict=bool(sums))))

    @property
    def by_state(self) -> Mapping[CommitmentState, int]:
        """How many stand in each state."""
        return {state: getattr(self, state.value) for state in CommitmentState}

    @property
    def by_health(self) -> Mapping[Health, int]:
        """How those under way go."""
        return {health: getattr(self, health.value) for health in Health}

    @property
    def open(self) -> int:
        """How many still want something of somebody."""
        return self.offered + self.agreed + self.under_way

    @property
    def due_soon(self) -> int:
        """How many are due within DUE_SOON_DAYS."""
        return self.due_in_7

    @property
    def percent_done(self) -> int:
        """Whole percent done of those not given up, rounded down so that 100 means every one."""
        return _percent(self.done, self.total - self.declined - self.withdrawn)

    @property
    def percent_done_weighted(self) -> int:
        """The same, with each commitment counted once for every organisation that carries it."""
        return _percent(self.weight_done, self.weight)

    @property
    def quality(self) -> int:
        """Whole percent of the four QUESTIONS that the open commitments answer; 100 when none is open."""
        asked = len(QUESTIONS) * self.open
        return _percent(asked - sum(self.to_mend.values()), asked) if asked else 100

    @property
    def to_mend(self) -> Mapping[str, int]:
        """How many open commitments lack an answer, by the question's name."""
        return {name: getattr(self, name) for name in QUESTIONS}

    @property
    def in_reach(self) -> bool:
        """Whether what they lead to can come true: somebody promised, and nothing open is in the way."""
        return self.total > self.declined + self.withdrawn and not any(self.in_the_way.values())

    @property
    def in_the_way(self) -> Mapping[str, int]:
        """What keeps a milestone out of reach: open commitments that are late, stuck or nobody's."""
        return {name: getattr(self, name) for name in ("overdue", "stuck", "without_owner", "without_date")}


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0
