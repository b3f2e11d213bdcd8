"""Time, as a value that is handed in: nothing but an entry point reads the machine's clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""A function that answers the current instant, aware and in UTC."""


def utc_now() -> datetime:
    """Return the machine's current instant in UTC."""
    return datetime.now(UTC)


def fixed(at: datetime) -> Clock:
    """Return a clock that stands still at the instant given (which must be aware)."""
    instant = at.astimezone(UTC)
    return lambda: instant


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the day that people in the time zone call today at this instant."""
    return instant.astimezone(zone).date()
