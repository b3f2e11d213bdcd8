"""One figure, what it is compared with, and how near the two should be."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What a measurement's ratio should be: at least this for speeds, at most this for times and sizes."""

    at_least: float | None = None
    at_most: float | None = None

    def met_by(self, ratio: float) -> bool:
        """Say whether the ratio is good enough."""
        return (self.at_least is None or ratio >= self.at_least) and (
            self.at_most is None or ratio <= self.at_most
        )

    def __str__(self) -> str:
        bounds = {"at least": self.at_least, "at most": self.at_most}
        return " and ".join(f"{word} {bound:g}" for word, bound in bounds.items() if bound is not None)


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What was measured. The ratio is the value over the limit's.

    Attributes:
        limit: what the value is compared with, in words.
        limit_value: that, in the same unit.
        runs: how many times both were measured; the values are medians.
        goal: what the ratio should be; None where it is shown to be looked at only.
    """

    name: str
    value: float
    unit: str
    limit: str
    limit_value: float
    runs: int
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """Return the value over the limit's; None beside nothing."""
        return self.value / self.limit_value if self.limit_value else None

    @property
    def met(self) -> bool | None:
        """Return whether the goal was met; None where there is none, or nothing to compare with."""
        if self.goal is None or self.ratio is None:
            return None
        return self.goal.met_by(self.ratio)

    def as_json(self) -> dict[str, object]:
        """Return it as it stands in build/bench.json."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "limit": self.limit,
            "limit_value": round(self.limit_value, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "runs": self.runs,
            "goal": None if self.goal is None else str(self.goal),
            "met": self.met,
        }


def milliseconds(function: Callable[[], object], runs: int) -> float:
    """Return how long a call takes, as the median of these runs after one that doesn't count."""
    function()
    return statistics.median(_once(function) for _ in range(runs))


def interleaved(runs: int, *measures: Callable[[], float]) -> list[float]:
    """Measure each in turn, again and again, and return the median of each.

    Whatever else the machine does in these minutes slows all of them down alike.
    """
    rounds = [[measure() for measure in measures] for _ in range(runs)]
    return [statistics.median(figures) for figures in zip(*rounds, strict=True)]


def percentile(figures: list[float], part: float) -> float:
    """Return the smallest figure that so great a part (0 to 1) of them does not exceed."""
    return sorted(figures)[max(0, -int(-part * len(figures) // 1) - 1)]


def _once(function: Callable[[], object]) -> float:
    began = time.perf_counter()
    function()
    return (time.perf_counter() - began) * 1000
