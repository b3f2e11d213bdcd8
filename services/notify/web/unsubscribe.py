"""Stopping e-mails: by the button behind the link, or by the mail program's own (RFC 8058)."""

from datetime import timedelta
from uuid import UUID

import flask

from services.notify.domain.preferences import Topic
from services.notify.use_cases import preferences
from shared.http.access import ANYONE, access
from shared.http.links import BadLink
from shared.http.problems import Problem
from shared.http.site import site

pages = flask.Blueprint("unsubscribe_pages", __name__, template_folder="templates")

PURPOSE = "unsubscribe"
GOOD_FOR = timedelta(days=365)
LARGEST_BODY = 4096


@pages.get("/notify/unsubscribe/<token>")
@access(ANYONE)
def ask(token: str) -> str:
    """Show the button and change nothing: mail scanners open links before people do."""
    _, topic = _read(token)
    return flask.render_template("notify/unsubscribe.html", topic=topic)


@pages.post("/notify/unsubscribe/<token>")
@access(ANYONE, csrf=False, max_body=LARGEST_BODY)
def stop(token: str) -> str:
    """Stop this kind of e-mail. The token proves the will, so a mail program needs no cookie to post here."""
    person_id, topic = _read(token)
    with site().database.unit_of_work() as uow:
        is_known = preferences.unsubscribe(uow, person_id, topic)
    if not is_known:
        raise Problem.of_status(410)
    return flask.render_template("notify/unsubscribed.html", topic=topic)


def _read(token: str) -> tuple[UUID, Topic]:
    try:
        payload = site().links.read(PURPOSE, token, GOOD_FOR).payload
        return UUID(payload["person"]), Topic(payload["kind"])
    except (BadLink, KeyError, ValueError, TypeError, AttributeError) as fault:
        raise Problem.of_status(410) from fault
