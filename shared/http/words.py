"""How days, instants and events read in English."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from shared.events.envelope import unversioned
from shared.http.site import site


def day(value: date | None) -> str:
    """Return the day as people write it: 5 March 2027."""
    return "" if value is None else f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """Return the instant in the site's time zone: 5 March 2027 at 14:05."""
    if value is None:
        return ""
    local = value.astimezone(site().settings.timezone)
    return f"{day(local)} at {local:%H:%M}"


def age(value: datetime) -> str:
    """Return how long ago the instant was, roughly: 3 days."""
    passed = site().clock() - value
    for length, unit in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour")):
        if passed >= length:
            count = passed // length
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "less than an hour"


def happening(name: str | None) -> str:
    """Return in words what an event of this type tells: Commitment changed."""
    if name is None:
        return "Something that cannot be read"
    return unversioned(name).rpartition(".")[2].replace("_", " ").capitalize()


FILTERS: Mapping[str, Callable[..., str]] = {
    "day": day,
    "moment": moment,
    "age": age,
    "happening": happening,
}
"""What every template may use."""
