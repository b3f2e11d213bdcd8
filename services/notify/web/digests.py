"""The digest that comes next, as a page: what it would say if it went now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import flask

from services.notify.email import words
from services.notify.email.addresses import Addresses
from services.notify.email.letters import digest_words
from services.notify.use_cases.digests import coming_digest
from shared.contracts import LEADING
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.site import site

pages = flask.Blueprint("digest_pages", __name__, template_folder="templates")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One community's next digest as the page shows it."""

    goes_at: datetime
    subject: str
    words: dict[str, Any]


@pages.get("/notify/digest")
@access(allow(*LEADING))
def coming() -> str:
    """Show what the next digest would say now, of each of the caller's communities."""
    with site().database.unit_of_work(read_only=True) as uow:
        digests = [_shown(uow, community_id) for community_id in sorted(caller().communities(*LEADING))]
    return flask.render_template("notify/digest.html", digests=digests)


def _shown(uow: UnitOfWork, community_id: UUID) -> Shown:
    coming = coming_digest(uow, community_id, site().settings.timezone, caller().person_id)
    # The page's own links lead where the e-mail's do, without the address of the site.
    addresses = Addresses("", site().links)
    return Shown(
        goes_at=coming.goes_at,
        subject=words.digest_subject(coming.content),
        words=digest_words(coming.content, addresses),
    )
