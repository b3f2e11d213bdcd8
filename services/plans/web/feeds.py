"""What programs read by a link, without a session: calendars. The token itself says who reads.

A link stands in no log and no referrer, changes nothing and can be revoked.
"""

import hashlib
from datetime import timedelta

import flask
from flask.blueprints import BlueprintSetupState

from services.plans.db.queries.calendars import calendar_name, entries_of
from services.plans.domain.calendars import CalendarLink
from services.plans.use_cases.calendars import CALENDAR_AGE, PURPOSE, calendar_link_of
from services.plans.use_cases.feeds.calendar import calendar_of
from services.plans.use_cases.outcomes import NotFound
from services.plans.web.pace import Pace
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import OPEN, access
from shared.http.links import BadLink
from shared.http.problems import TEXTS, Problem
from shared.http.site import address, site

MOST, WITHIN = 60, timedelta(minutes=10)
"""How often a link is answered within that time: calendar programs ask a few times an hour."""

feed_pages = flask.Blueprint("feed_pages", __name__)


@feed_pages.record
def _begin_counting(setup: BlueprintSetupState) -> None:
    setup.app.extensions["backcast_feeds"] = Pace(MOST, WITHIN)


@feed_pages.get("/plans/calendar/<calendar_token>.ics")
@access(OPEN)
def calendar(calendar_token: str) -> flask.Response:
    """Answer the calendar that the link is to, or that nothing changed since it was last read."""
    with site().database.unit_of_work(read_only=True) as uow:
        link = reader(uow, calendar_token)
        name, entries = calendar_name(uow, link), entries_of(uow, link)
    content = calendar_of(name, entries, lambda each: address("commitment_pages.shown", commitment_id=each))
    return answer(content, "text/calendar; charset=utf-8")


def reader(uow: UnitOfWork, token: str) -> CalendarLink:
    """Return what the token lets its holder read; whatever is wrong with it, the answer is the same."""
    try:
        signed = site().links.read(PURPOSE, token, CALENDAR_AGE)
        link = calendar_link_of(uow, signed.payload, signed.made_at)
    except (BadLink, NotFound, AttributeError, KeyError, TypeError, ValueError) as fault:
        raise Problem.not_found() from fault
    _keep_pace(link)
    return link


def answer(content: bytes, kind: str) -> flask.Response:
    """Answer what a program asks for again and again; it may keep it, and ask whether it changed."""
    response = flask.Response(content, content_type=kind)
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(content).hexdigest()[:32])
    response.make_conditional(flask.request)
    return response


def _keep_pace(link: CalendarLink) -> None:
    pace: Pace = flask.current_app.extensions["backcast_feeds"]
    wait = pace.wait(link, site().clock())
    if wait is not None:
        title, _ = TEXTS[429]
        seconds = str(int(wait.total_seconds()) + 1)
        raise Problem(429, title, "Ask for it once an hour.", headers={"Retry-After": seconds})
