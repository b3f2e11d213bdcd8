"""The mailbox: what would have been sent, where e-mails are kept instead, so that every link can be tried.

Whoever reads here reads everybody's e-mail, so it exists only in that mode and only for this very machine.
"""

import re
from uuid import UUID

import flask
from markupsafe import Markup, escape

from services.notify.db import directory, listings
from services.notify.db.directory import Reader
from services.notify.domain.deliveries import Delivery, DeliveryState
from services.notify.email.addresses import Addresses
from services.notify.email.letters import FORMS, Letter, write
from shared.http.access import LOCAL, access
from shared.http.headers import FRAMES, POLICY
from shared.http.nearness import shows_mailbox
from shared.http.problems import Problem
from shared.http.site import site

pages = flask.Blueprint("mailbox_pages", __name__, template_folder="templates")

SHOWN = 200
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""E-mails carry their styles in each element; nothing else of theirs may do anything."""

_LINK = re.compile(r"https?://[^\s<>\"]+")


@pages.get("/notify/mailbox")
@access(LOCAL)
def every() -> str:
    """List the e-mails, the newest first."""
    _check_mode()
    with site().database.unit_of_work(read_only=True) as uow:
        found = listings.mailbox(uow, SHOWN)
    letters = [
        {"id": sent.id, "subject": FORMS[sent.kind].subject(sent.data), "at": sent.ended_at, "to": name}
        for sent, name, _ in found
    ]
    return flask.render_template("notify/mailbox.html", letters=letters)


@pages.get("/notify/mailbox/<uuid:delivery_id>")
@access(LOCAL)
def one(delivery_id: UUID) -> str:
    """Show an e-mail: its HTML as mail programs show it, and its text."""
    delivery, letter = _letter(delivery_id)
    setattr(flask.g, FRAMES, True)
    return flask.render_template(
        "notify/letter.html", delivery=delivery, letter=letter, text=_with_links(letter.text)
    )


@pages.get("/notify/mailbox/<uuid:delivery_id>/html")
@access(LOCAL)
def html(delivery_id: UUID) -> flask.Response:
    """Give the e-mail's HTML alone, for the frame; its links open in the whole window."""
    _, letter = _letter(delivery_id)
    shown = letter.html.replace("<head>", '<head>\n<base target="_top">', 1)
    response = flask.Response(shown, content_type="text/html; charset=utf-8")
    response.headers[POLICY] = LETTER_POLICY
    return response


def _check_mode() -> None:
    if not shows_mailbox(site().settings):
        raise Problem.not_found()


def _letter(delivery_id: UUID) -> tuple[Delivery, Letter]:
    _check_mode()
    with site().database.unit_of_work(read_only=True) as uow:
        delivery = uow.session.get(Delivery, delivery_id)
        reader: Reader | None = directory.reader(uow, delivery.person_id) if delivery else None
    if delivery is None or reader is None or delivery.state is not DeliveryState.SENT:
        raise Problem.not_found()
    return delivery, write(delivery, reader, Addresses(site().settings.base_url, site().links))


def _with_links(text: str) -> Markup:
    """Return the text as HTML, its addresses as links."""
    parts = _LINK.split(text)
    links = [Markup('<a class="govuk-link" href="{0}">{0}</a>').format(link) for link in _LINK.findall(text)]
    return Markup("").join(
        piece for pair in zip(map(escape, parts), [*links, Markup("")], strict=True) for piece in pair
    )
