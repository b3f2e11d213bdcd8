"""Where the lines and bars of charts lie: numbers turned into percent of a chart's width or height."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_TICKS = 5
"""How many lines a scale has above nought at the most."""


@dataclass(frozen=True)
class Point:
    """A place in a chart: how far to the right and how far down, in percent."""

    x: float
    y: float


@dataclass(frozen=True)
class Bar:
    """A bar's length, and the part of it at its end that is marked, in percent of the longest one."""

    length: float
    marked: float


def ticks(most: int) -> list[int]:
    """Return whole numbers, evenly apart and easy to read, from nought to the first that is enough."""
    step = 1
    while step * MOST_TICKS < most:
        # 1, 2, 5, 10, 20, 50 and so on.
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return [step * number for number in range(max(-(-most // step), 1) + 1)]


def points(values: Sequence[int], along: Sequence[int], top: int) -> list[Point]:
    """Return where the values lie: `along` says how far on each is, `top` is what reaches the upper edge."""
    begin, length = along[0], along[-1] - along[0]
    return [
        # What has only one place lies at the end, where today is.
        Point(_percent(place - begin, length) if length else 100.0, 100 - _percent(value, top))
        for value, place in zip(values, along, strict=True)
    ]


def bars(values: Sequence[tuple[int, int]]) -> list[Bar]:
    """Return a bar for each value and the part of it that is marked; the longest one takes all there is."""
    longest = max((value for value, _ in values), default=0)
    return [Bar(_percent(value, longest), _percent(marked, longest)) for value, marked in values]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
