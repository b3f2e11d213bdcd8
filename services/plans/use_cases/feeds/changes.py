"""Writing what changed in a plan in Atom's form (RFC 4287), which feed readers follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree as ET

from services.plans.domain.calendars import one_line
from services.plans.domain.plans import Plan
from services.plans.domain.tracker import writable

_ATOM = "http://www.w3.org/2005/Atom"
_AUTHOR = "Backcast"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that changed, told without the names of people; `organisation` is whose word it was."""

    id: UUID
    at: datetime
    title: str
    lines: Sequence[str]
    organisation: str | None
    address: str


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What changed in a plan, the newest first.

    Attributes:
        host: by whose name the ids are given; readers know an entry by its id alone.
        address: where the plan's page is.
        itself: where the feed is, unless only its reader may know that.
    """

    plan: Plan
    entries: Sequence[Entry]
    host: str
    address: str
    itself: str | None = None


def atom_of(feed: Feed) -> bytes:
    """Return the feed; the same entries always make the same bytes."""
    root = ET.Element("feed", xmlns=_ATOM)
    root.set("xml:lang", "en-GB")
    newest = max([feed.plan.created_at, *(entry.at for entry in feed.entries)])
    _add(root, "id", _tag(feed, "plan", feed.plan.id))
    _add(root, "title", f"What changes in {feed.plan.name}")
    _add(root, "updated", _instant(newest))
    _author(root, _AUTHOR)
    _link(root, "alternate", feed.address, "text/html")
    if feed.itself:
        _link(root, "self", feed.itself, "application/atom+xml")
    for entry in feed.entries:
        _entry(root, feed, entry)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _entry(root: ET.Element, feed: Feed, entry: Entry) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", _tag(feed, "update", entry.id))
    _add(element, "title", entry.title)
    _add(element, "updated", _instant(entry.at))
    _add(element, "published", _instant(entry.at))
    _author(element, entry.organisation or _AUTHOR)
    _link(element, "alternate", entry.address, "text/html")
    ET.SubElement(element, "content", type="text").text = "\n".join(
        one_line(writable(line)) for line in entry.lines or [entry.title]
    )


def _tag(feed: Feed, noun: str, of: UUID) -> str:
    """Return a tag (RFC 4151): the day in it is the plan's first, so it stays for good."""
    return f"tag:{feed.host},{feed.plan.created_at.astimezone(UTC):%Y-%m-%d}:{noun}:{of}"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = one_line(writable(text))


def _author(parent: ET.Element, name: str) -> None:
    _add(ET.SubElement(parent, "author"), "name", name)


def _link(parent: ET.Element, relation: str, href: str, kind: str) -> None:
    ET.SubElement(parent, "link", rel=relation, type=kind, href=href)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
