"""Reading a day as people say it: written out, in words, as a span, or as "(see above)".

Where the words leave the day open, one is inferred, and how is told, so that a person can object.
"""

import re
from dataclasses import dataclass
from datetime import date

from services.plans.domain.cells import CellRefused
from services.plans.domain.day_words import SaidDay, inferred_day, told
from services.plans.domain.days import EARLIEST, LATEST, exact_day, parse_day


@dataclass(frozen=True, kw_only=True)
class Bearings:
    """What the words refer to: the day that they count from, and the day of the line above if it has one."""

    counted_from: date
    above: date | None = None


def read_day(text: str, bearings: Bearings) -> SaidDay:
    """Return the day that the text names or lets infer; refuse it with what to type instead."""
    folded = _PREFIX.sub("", " ".join(text.split()))
    said = _above(folded, bearings) or _one(folded, bearings) or _last_of_span(folded, bearings)
    if said is None:
        return SaidDay(day=parse_day(folded))
    if not EARLIEST <= said.day <= LATEST:
        raise CellRefused(
            f"The year {said.day.year} is not between {EARLIEST.year} and {LATEST.year}.",
            "Type the day itself, like 31/03/2027.",
        )
    return said


def points_above(text: str) -> bool:
    """Return whether the text stands for what the line above says."""
    return _ABOVE.fullmatch(" ".join(text.split())) is not None


_PREFIX = re.compile(r"(?:due |by |until |no later than )+(?:the )?(?=\S)", re.IGNORECASE)
_ABOVE = re.compile(
    r"[(\[]?(?:(?:see|as|same as)(?: the)? (?:above|line above|row above)|same|ditto|do\.|[\"”″〃])[)\]]?\.?",
    re.IGNORECASE,
)
_BOTH = 2
_SPAN = re.compile(r" ?(?:->|=>|→) ?| (?:to|until|till|-|\u2013|\u2014) ", re.IGNORECASE)


def _above(text: str, bearings: Bearings) -> SaidDay | None:
    if not points_above(text):
        return None
    if bearings.above is None:
        raise CellRefused("The line above has no date to take.", "Type the day itself, like 31/03/2027.")
    return SaidDay(day=bearings.above, how="The date of the line above was taken.")


def _one(text: str, bearings: Bearings) -> SaidDay | None:
    day = exact_day(text)
    return SaidDay(day=day) if day else inferred_day(text, bearings.counted_from)


def _last_of_span(text: str, bearings: Bearings) -> SaidDay | None:
    """Read "30 June 2027 -> 31 July 2027", which may be a span or a move: either way the last day counts."""
    parts = _SPAN.split(text)
    if len(parts) != _BOTH or not all(parts):
        return None
    first, last = (_one(part, bearings) for part in parts)
    if first is None or last is None:
        return None
    if last.day < first.day:
        raise CellRefused(
            "The second day comes before the first.", "Type only the day that holds, like 31/03/2027."
        )
    return SaidDay(day=last.day, how=told("The last of the two days was taken.", last.how))
