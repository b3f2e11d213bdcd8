"""The links at the top of every page, by what the caller may do."""

from dataclasses import dataclass
from uuid import UUID

import flask

from shared.contracts.states import LEADING, Role
from shared.events.transactions import DatabaseUnavailable
from shared.http.caller import Caller, caller
from shared.http.nearness import is_local, shows_mailbox
from shared.http.site import EXTENSION, site


@dataclass(frozen=True)
class Entry:
    """A link of the navigation; no roles means that everyone sees it.

    `reads_mail` says that it is there only where e-mails are kept to be read, and who asks may read them.
    """

    text: str
    href: str
    roles: tuple[Role, ...] = ()
    reads_mail: bool = False


ENTRIES = (
    Entry("Plans", "/plans/"),
    Entry("Organisations", "/partners/organisations", LEADING),
    Entry("People", "/partners/people", (Role.COORDINATOR,)),
    Entry("Nudges", "/notify/nudges", LEADING),
    Entry("Digest", "/notify/digest", LEADING),
    Entry("Mailbox", "/notify/mailbox", reads_mail=True),
)


def register(app: flask.Flask) -> None:
    """Let the layout ask for the navigation of the current page."""
    app.jinja_env.globals["navigation"] = navigation
    app.jinja_env.globals["caller"] = caller
    app.jinja_env.globals["site_name"] = app.extensions[EXTENSION].name


def navigation() -> list[dict[str, object]]:
    """Return the entries that the caller sees, as the service navigation's component wants them."""
    who = caller()
    entries = [*(entry for entry in ENTRIES if _sees(who, entry)), *_parked(who)]
    signed_in = who.kind == "person"
    last = Entry("Sign out", "/partners/sign-out") if signed_in else Entry("Sign in", "/partners/sign-in")
    return [_item(entry) for entry in (*entries, last)]


def _sees(who: Caller, entry: Entry) -> bool:
    if entry.reads_mail:
        return shows_mailbox(site().settings) and is_local()
    return not entry.roles or bool(who.communities(*entry.roles))


def _parked(who: Caller) -> list[Entry]:
    """Return the way to what could not be passed on, where there is something of the caller's."""
    theirs = who.communities(Role.COORDINATOR) if who.kind == "person" else frozenset[UUID]()
    try:
        count = site().parked.count(theirs) if theirs else 0
    except DatabaseUnavailable:
        # The page that says so has a menu too.
        return []
    return [Entry(f"Not passed on ({count})", f"/{site().name}/parked")] if count else []


def _item(entry: Entry) -> dict[str, object]:
    path = flask.request.path
    return {
        "text": entry.text,
        "href": entry.href,
        "current": path == entry.href,
        "active": path.startswith(entry.href.rstrip("/") + "/") and "/u/" not in path,
    }
