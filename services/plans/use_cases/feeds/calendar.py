"""Writing a calendar in iCalendar's form (RFC 5545): an all-day event for each commitment with a day."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from icalendar import Calendar, Event, vText

from services.plans.domain.calendars import Entry, one_line

_PRODUCT = "-//Backcast//Plans//EN"
_REFRESH = timedelta(hours=1)

_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": r"\n"})

Address = Callable[[UUID], str]
"""Where the page of the commitment with this id is."""


def calendar_of(name: str, entries: Iterable[Entry], address: Address) -> bytes:
    """Return the calendar; the same entries always make the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for property_ in ("name", "x-wr-calname"):
        calendar.add(property_, _Text(one_line(name)))
    for property_ in ("refresh-interval", "x-published-ttl"):
        calendar.add(property_, _REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, address(entry.id)))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, url: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstart", entry.due)
    event.add("dtstamp", entry.changed_at)
    event.add("created", entry.created_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.version)
    event.add("status", entry.status)
    # What is due on a day leaves its owner free for appointments on it.
    event.add("transp", "TRANSPARENT")
    event.add("summary", _Text(entry.summary))
    event.add("description", _Text(entry.description))
    event.add("url", url)
    return event


class _Text(vText):
    r"""A text, escaped as RFC 5545, 3.3.11 has it.

    The library would take the `\N` of a path such as `S:\NHS` for a line break.
    """

    def to_ical(self) -> bytes:
        """Return the bytes of the value."""
        return str(self).replace("\r\n", "\n").translate(_ESCAPES).encode()
