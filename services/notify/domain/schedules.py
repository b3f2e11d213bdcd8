"""Local mornings and weeks: wall-clock rules, turned into instants by the time zone and compared in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.notify.domain.ladder import Moment
from shared.clock import local_date

MORNING = time(8)
"""When people hear of dates and officers get their digest; it is never between 01:00 and 02:00."""

LATEST = timedelta(hours=24)
"""A weekly digest that is later than this is left out, and the next one tells its news."""


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which this day's morning comes."""
    return _at(day, MORNING, zone)


def moment(instant: datetime, zone: ZoneInfo) -> Moment:
    """Return the local day of an instant."""
    today = local_date(instant, zone)
    return Moment(today=today, midnight=_at(today, time(), zone), is_morning=instant >= morning(today, zone))


def whole_day(day: date, zone: ZoneInfo) -> Moment:
    """Return a day as a whole, for looking ahead."""
    return Moment(today=day, midnight=_at(day, time(), zone), is_morning=True)


def week_of(instant: datetime, zone: ZoneInfo) -> str:
    """Return the ISO week that people live in at this instant, as `2026-W48`."""
    year, week, _ = local_date(instant, zone).isocalendar()
    return f"{year}-W{week:02}"


def digest_due(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return when the digest of the current local week goes: on its Monday morning."""
    today = local_date(instant, zone)
    return morning(today - timedelta(today.weekday()), zone)


def next_digest(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return when the next digest goes: on the coming Monday morning, which may be today's."""
    this_week = digest_due(instant, zone)
    return this_week if instant < this_week else morning(local_date(this_week, zone) + timedelta(7), zone)


def _at(day: date, wall_clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall_clock, tzinfo=zone).astimezone(UTC)
