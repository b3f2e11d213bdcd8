"""Words that leave a day open, like "end of March" or "12 months", and which day they let infer."""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.plans.domain.cells import CellRefused
from services.plans.domain.days import month_named

_YEAR_END = 12
_ENOUGH = "Type the day itself if another is meant."
_COUNTS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        start=1,
    )
}
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11}
"""The last month of each season that lies within one year."""
_PARTS = {"start": 1, "beginning": 1, "early": 10, "mid": 15, "middle": 15}
"""Which day of a month its parts end with; every other word means its last day."""
_NAMES = calendar.month_name
_USUAL_YEAR = 2001


@dataclass(frozen=True, kw_only=True)
class SaidDay:
    """The day that is due, and how it was inferred; None where it was written out in full."""

    day: date
    how: str | None = None


_Match = re.Match[str]


def _month(match: _Match, start: date) -> SaidDay | None:
    month = month_named(match["month"])
    if month is None:
        return None
    day = _PARTS.get((match["part"] or "").casefold())
    how = f"Day {day}" if day else "The last day"

    def within(year: int) -> date:
        return date(year, month, day) if day else _end(year, month)

    return _dated(match["full"] or match["short"], within, f"{how} of the month was taken.", start)


def _day_of_month(match: _Match, start: date) -> SaidDay | None:
    month, day = month_named(match["month"]), int(match["day"])
    if month is None:
        return None
    if not 1 <= day <= _end(_USUAL_YEAR, month).day:
        raise CellRefused(
            f"Not every {_NAMES[month]} has a day {day}.", "Type the whole day, like 31/03/2027."
        )
    return _dated(None, lambda year: date(year, month, day), "", start)


def _season(match: _Match, start: date) -> SaidDay | None:
    month = _SEASONS[match["season"].casefold()]
    return _dated(
        match["year"], lambda year: _end(year, month), "The last day of the season was taken.", start
    )


def _winter(match: _Match, _: date) -> SaidDay | None:
    year = _next_year(match)
    if year is None:
        return None
    return SaidDay(
        day=_end(year, 2), how=told("The end of February was taken as the end of winter.", _ENOUGH)
    )


def _quarter(match: _Match, start: date) -> SaidDay | None:
    month = int(match["quarter"] or match["then"]) * 3
    year = match["year"] or match["before"]
    return _dated(
        year, lambda year: _end(year, month), "The last day of the calendar quarter was taken.", start
    )


def _financial_year(match: _Match, _: date) -> SaidDay | None:
    year = _next_year(match)
    if year is None:
        return None
    return SaidDay(day=_end(year, 3), how=told("The end of the financial year was taken.", _ENOUGH))


def _whole_year(match: _Match, start: date) -> SaidDay | None:
    month = {"early": 3, "mid": 6, "middle": 6}.get((match["part"] or "").casefold(), _YEAR_END)
    return _dated(
        match["year"], lambda year: _end(year, month), f"The end of {_NAMES[month]} was taken.", start
    )


def _length(match: _Match, start: date) -> SaidDay | None:
    count = _COUNTS.get(match["count"].casefold()) or int(match["count"])
    unit = match["unit"].casefold()
    days = {"day": 1, "week": 7}
    day = (
        start + timedelta(days=count * days[unit])
        if unit in days
        else _months_on(start, count * (_YEAR_END if unit == "year" else 1))
    )
    how = f"It was counted from {start.day} {_NAMES[start.month]} {start.year}."
    return SaidDay(day=day, how=told(how, _ENOUGH))


def _dated(year: str | None, within: Callable[[int], date], how: str, start: date) -> SaidDay:
    """Return the day of that year; where no year is written, the next one that is not past."""
    if year:
        return SaidDay(day=within(_full(year)), how=told(how, _ENOUGH))
    found = next(
        day for day in map(within, (start.year, start.year + 1)) if day >= start or day.year > start.year
    )
    return SaidDay(day=found, how=told(how, "No year is written, so the next one was taken."))


def _next_year(match: _Match) -> int | None:
    """Return the second of two years that are written as one, like 2026/27; None if they do not follow."""
    first, second = _full(match["year"]), match["next"]
    return first + 1 if str(first + 1).endswith(second) else None


def _full(year: str) -> int:
    return int(year) + 2000 if len(year) == len("27") else int(year)


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _months_on(start: date, count: int) -> date:
    years, month = divmod(start.month - 1 + count, _YEAR_END)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def told(*sentences: str | None) -> str:
    """Return the sentences that there are, as one text."""
    return " ".join(each for each in sentences if each)


_Read = Callable[[_Match, date], SaidDay | None]

_PART = r"(?:(?P<part>start|beginning|early|mid|middle|late|end)(?: of(?: the)?| in)?[ -]+)?"
_YEAR = r"(?P<year>[0-9]{4})"
_SHAPES: Mapping[re.Pattern[str], _Read] = {
    re.compile(shape, re.IGNORECASE): read
    for shape, read in (
        (
            _PART
            + r"(?P<month>[a-z]{3,9})\.?(?:[, -]+(?P<full>[0-9]{4})|(?:-| ?['\u2019])(?P<short>[0-9]{2}))?",
            _month,
        ),
        (r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?(?P<month>[a-z]{3,9})\.?", _day_of_month),
        (_PART + r"(?P<season>spring|summer|autumn)(?:[, ]+(?:of )?" + _YEAR + ")?", _season),
        (r"(?:end of )?winter " + _YEAR + r" ?[/-] ?(?P<next>[0-9]{4}|[0-9]{2})", _winter),
        (
            r"(?:end of )?(?:q(?P<quarter>[1-4])[ ,/-]*"
            + _YEAR
            + r"|(?P<before>[0-9]{4})[ ,/-]*q(?P<then>[1-4]))",
            _quarter,
        ),
        (
            r"(?:end of )?(?:fy ?|financial year )?" + _YEAR + r" ?[/-] ?(?P<next>[0-9]{4}|[0-9]{2})",
            _financial_year,
        ),
        (r"(?:(?P<part>early|mid|middle|late|end)(?: of| in)?[ -]+)?" + _YEAR, _whole_year),
        (
            r"(?:(?:with)?in |after )?(?P<count>[0-9]{1,3}|"
            + "|".join(_COUNTS)
            + r") ?(?P<unit>day|week|month|year)s?['\u2019]?(?: time| from now)?",
            _length,
        ),
    )
}


def inferred_day(text: str, counted_from: date) -> SaidDay | None:
    """Return the day that the words let infer, and how; None where they are no such words."""
    for shape, read in _SHAPES.items():
        if (match := shape.fullmatch(text)) and (said := read(match, counted_from)):
            return said
    return None
