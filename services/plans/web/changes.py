"""What changes in a plan, for feed readers: for everybody where it is public, else by a person's link."""

from urllib.parse import urlsplit
from uuid import UUID

import flask

from services.plans.db.queries.history import Said, lately_said
from services.plans.domain.calendars import CalendarKind
from services.plans.domain.plans import Plan
from services.plans.use_cases.feeds.changes import Entry, Feed, atom_of
from services.plans.web.deeds import changes, deed
from services.plans.web.feeds import answer, reader
from services.plans.web.rules import READ
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import OPEN, access
from shared.http.problems import Problem
from shared.http.site import address, site

MOST_CHANGES = 50
KIND = "application/atom+xml; charset=utf-8"

change_pages = flask.Blueprint("change_pages", __name__)


@change_pages.get("/plans/<uuid:plan_id>/changes.atom")
@access(READ)
def shown(plan_id: UUID) -> flask.Response:
    """Answer what changed lately in the plan, or that nothing did since it was last read."""
    with site().database.unit_of_work(read_only=True) as uow:
        feed = _feed(uow, plan_id, itself=address("change_pages.shown", plan_id=plan_id))
    return answer(atom_of(feed), KIND)


@change_pages.get("/plans/calendar/<calendar_token>.atom")
@access(OPEN)
def by_link(calendar_token: str) -> flask.Response:
    """Answer the same to a member's feed reader, which has no session but the link to the plan's calendar."""
    with site().database.unit_of_work(read_only=True) as uow:
        link = reader(uow, calendar_token)
        if link.kind is not CalendarKind.PLAN:
            raise Problem.not_found()
        feed = _feed(uow, link.of_id)
    return answer(atom_of(feed), KIND)


def _feed(uow: UnitOfWork, plan_id: UUID, itself: str | None = None) -> Feed:
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise Problem.not_found()
    return Feed(
        plan=plan,
        entries=[_entry(said) for said in lately_said(uow, plan_id, MOST_CHANGES)],
        host=urlsplit(site().settings.base_url).hostname or "localhost",
        address=address("plan_pages.shown", plan_id=plan_id),
        itself=itself,
    )


def _entry(said: Said) -> Entry:
    """Return what was done, without who did it and what they wrote, for that may name others."""
    update = said.update
    done = deed(said)
    return Entry(
        id=update.id,
        at=update.at,
        title=f"{done[:1].upper()}{done[1:]}: {said.text}",
        lines=[_line(each.name, each.before, each.after) for each in changes(said)],
        organisation=said.on_behalf_of or said.organisation,
        address=address("commitment_pages.shown", commitment_id=update.commitment_id),
    )


def _line(name: str, before: str, after: str) -> str:
    return f"{name}: {after} (before: {before})" if before else f"{name}: {after}"
