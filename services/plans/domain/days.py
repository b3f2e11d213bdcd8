"""Reading a day as people in Britain type it: day first, in figures or in words."""

import calendar
import re
from datetime import date, timedelta

from services.plans.domain.cells import CellRefused

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_LATEST_MONTH = 12
_SERIAL_ZERO = date(1899, 12, 30)
_HOW = "Type it like 31/03/2027, or leave it empty if there is no date yet."
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}

_TIME = r"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +)?"
_SHAPES = tuple(
    re.compile(shape + _TIME, re.IGNORECASE)
    for shape in (
        _WEEKDAY + r"(?P<day>[0-9]{1,2}) ?[/.-] ?(?P<month>[0-9]{1,2}) ?[/.-] ?(?P<year>[0-9]{4}|[0-9]{2})",
        r"(?P<year>[0-9]{4}) ?[/.-] ?(?P<month>[0-9]{1,2}) ?[/.-] ?(?P<day>[0-9]{1,2})",
        _WEEKDAY + r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[ -](?:of )?(?P<month>[a-z]{3,9})\.?,?[ -]"
        r"(?P<year>[0-9]{4}|[0-9]{2})",
        _WEEKDAY + r"(?P<month>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})",
    )
)
_WITHOUT_DAY = re.compile(
    r"(?:end (?:of )?|by |early |mid |late )?(?:[a-z]{3,9}|[0-9]{1,2}/)\.? ?[0-9]{4}"
    r"|.*\b(?:easter|christmas|winter|half[- ]?term|holidays)\b.*",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")


def parse_day(text: str) -> date:
    """Return the day that the text names; refuse it with what to type instead."""
    day = exact_day(text)
    if day is None:
        raise _unknown(" ".join(text.split()))
    return day


def exact_day(text: str) -> date | None:
    """Return the day if the text names one in full; refuse a day that is not in the calendar, or far off."""
    folded = " ".join(text.split())
    day = _from_serial(folded) or _from_shapes(folded)
    if day is None or EARLIEST <= day <= LATEST:
        return day
    raise CellRefused(f"The year {day.year} is not between {EARLIEST.year} and {LATEST.year}.", _HOW)


def month_named(name: str) -> int | None:
    """Return the number of the month that goes by this name, in full or in short."""
    return _MONTHS.get(name.casefold())


def names_a_day(text: str) -> bool:
    """Return whether the text is shaped like a day or a month, be it one that exists or not."""
    folded = " ".join(text.split())
    shaped = (shape.fullmatch(folded) for shape in _SHAPES)
    known = any(match and _month(match["month"]) is not None for match in shaped)
    return known or _WITHOUT_DAY.fullmatch(folded) is not None


def _from_serial(text: str) -> date | None:
    """Read a spreadsheet's own count of days, which is what is left of a date cell shown as a number."""
    if not _SERIAL.fullmatch(text):
        return None
    day = _SERIAL_ZERO + timedelta(days=int(text[:5]))
    return day if EARLIEST <= day <= LATEST else None


def _from_shapes(text: str) -> date | None:
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            month = _month(match["month"])
            return None if month is None else _day(_year(match["year"]), month, int(match["day"]))
    return None


def _month(text: str) -> int | None:
    return int(text) if text.isdigit() else month_named(text)


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == len("27") else int(text)


def _day(year: int, month: int, day: int) -> date:
    if not date.min.year <= year <= date.max.year:
        raise CellRefused(f"There is no year {year}.", _HOW)
    if month > _LATEST_MONTH >= day:
        raise CellRefused(
            f"There is no month {month}; days come before months here.",
            f"If {_shown(year, day, month)} is meant, type that.",
        )
    if not 1 <= month <= _LATEST_MONTH:
        raise CellRefused(f"There is no month {month}.", _HOW)
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise CellRefused(
            f"{calendar.month_name[month]} {year} has {last} days, so there is no day {day} in it.",
            f"Type a day that exists, such as {_shown(year, month, last)}.",
        )
    return date(year, month, day)


def _shown(year: int, month: int, day: int) -> str:
    return f"{day:02}/{month:02}/{year:04}"


def _unknown(text: str) -> CellRefused:
    if _WITHOUT_DAY.fullmatch(text):
        return CellRefused("This does not say which day.", "Type the last day that will do, like 31/03/2027.")
    return CellRefused("This is not a date.", _HOW)
