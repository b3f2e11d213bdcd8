"""Where a plan's steps lie on a line from today to the horizon, so that marks never lie on each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")

APART = 11.0
"""How many percent of the line two marks on one level must lie apart; that is a mark's width on a phone."""


@dataclass(frozen=True)
class Mark(Generic[T]):
    """A step on the line: how far along it is, in percent from today, and on which level above the line."""

    number: int
    along: float
    level: int
    thing: T


def marks_between(today: date, horizon: date, dated: Iterable[tuple[date, T]]) -> list[Mark[T]]:
    """Return the marks of what lies between the two days, numbered from the horizon back to today."""
    length = max((horizon - today).days, 1)
    ahead = [(day, thing) for day, thing in dated if today <= day <= horizon]
    ahead.sort(key=lambda each: each[0], reverse=True)
    marks: list[Mark[T]] = []
    for number, (day, thing) in enumerate(ahead, start=1):
        along = round(100 * (day - today).days / length, 1)
        marks.append(Mark(number, along, _free_level(marks, along), thing))
    return marks


def _free_level(marks: Sequence[Mark[T]], along: float) -> int:
    taken = {mark.level for mark in marks if abs(mark.along - along) < APART}
    return next(level for level in range(len(marks) + 1) if level not in taken)
