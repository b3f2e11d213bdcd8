"""What the charts of a plan tell: how it came here, who carries how much, and how late what is late is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from services.plans.domain.status import Status
from shared.contracts import CommitmentState

MOST_DAYS = 24
"""How many days a burn-up shows at the most; more would lie on each other on a phone."""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """How far the plan had come at the end of a day; a plan's last one says the same as its status."""

    day: date
    total: int
    done: int
    given_up: int

    @property
    def promised(self) -> int:
        """How many of all were not given up: those that were done, and those that were still to be."""
        return self.total - self.given_up


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one organisation has still to do; `key` and `name` are empty for what is nobody's."""

    key: str
    name: str
    open: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class Age:
    """How many are overdue since so many days; those that are so the longest have no `most`."""

    least: int
    most: int | None
    count: int = 0


AGES: Sequence[Age] = (
    Age(least=1, most=7),
    Age(least=8, most=30),
    Age(least=31, most=90),
    Age(least=91, most=None),
)
"""By how late they are, what is overdue is told apart."""


@dataclass(frozen=True, kw_only=True)
class Charts:
    """What the charts of a plan tell for one day."""

    day: date
    burn_up: Sequence[Reached]
    workload: Sequence[Load]
    ages: Sequence[Age]


@dataclass(frozen=True)
class Shift:
    """So many commitments more, or fewer, stand in a state from one of the days on."""

    number: int
    state: CommitmentState
    count: int


def days_between(first: date, last: date) -> list[date]:
    """Return both days and as many between as a burn-up shows, as evenly as days allow."""
    length = max((last - first).days, 0)
    steps = min(length, MOST_DAYS - 1)
    return [last - timedelta(days=length - length * step // max(steps, 1)) for step in range(steps + 1)]


def burn_up(days: Sequence[date], shifts: Iterable[Shift]) -> list[Reached]:
    """Return how far the plan had come on each day, by what shifted from one to the next."""
    by_state: Mapping[CommitmentState, list[int]] = defaultdict(lambda: [0] * len(days))
    for shift in shifts:
        by_state[shift.state][shift.number] += shift.count
    stood = {state: list(accumulate(by_state[state])) for state in CommitmentState}
    return [
        Reached(
            day=day,
            total=sum(counts[number] for counts in stood.values()),
            done=stood[CommitmentState.DONE][number],
            given_up=stood[CommitmentState.DECLINED][number] + stood[CommitmentState.WITHDRAWN][number],
        )
        for number, day in enumerate(days)
    ]


def workload(parts: Mapping[str, Status], names: Mapping[str, str]) -> list[Load]:
    """Return what each organisation has still to do, most first; nobody's comes last."""
    loads = [
        Load(key=key, name=names.get(key, ""), open=status.open, overdue=status.overdue)
        for key, status in parts.items()
        if status.open
    ]
    return sorted(loads, key=lambda load: (not load.key, -load.open, load.name, load.key))


def by_age(counts: Mapping[int, int]) -> list[Age]:
    """Return all the ages, with the counts that are told by their places among them."""
    return [Age(least=age.least, most=age.most, count=counts.get(place, 0)) for place, age in enumerate(AGES)]
