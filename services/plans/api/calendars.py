"""The links by which calendar programs read what is due; each is its holder's, a person or a program."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import calendar_schemas as schemas
from services.plans.api.requests import READ_WITHIN, blueprint, readable
from services.plans.db.queries.calendars import Readable, calendars_open_to, calendars_read_by
from services.plans.domain.calendars import CalendarKind
from services.plans.use_cases.calendars import PURPOSE, make_calendar_link, payload_of, revoke_calendar_link
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork
from shared.http.caller import caller
from shared.http.site import address, site

routes = blueprint("calendars", "/calendars", "Links by which calendar programs read what is due, and when.")


@routes.route("")
class Calendars(MethodView):
    """The calendars that the caller reads by links."""

    @READ_WITHIN
    @routes.response(200, schemas.CalendarList, example=schemas.CALENDAR_LIST)
    def get(self) -> dict[str, list[dict[str, Any]]]:
        """List those to which the caller has a link, each with its address."""
        with site().database.unit_of_work(read_only=True) as uow:
            read = calendars_read_by(uow, _holder())
            return {"items": [_shown(each) for each in _open(uow) if each.link in read]}


@routes.route("/<any(mine, organisation, plan):kind>/<uuid:of_id>")
class OneCalendar(MethodView):
    """One calendar: of a plan, of an organisation, or of what a person promised in a community."""

    @READ_WITHIN
    @routes.response(200, schemas.Calendar, example=schemas.CALENDAR)
    def put(self, kind: str, of_id: UUID) -> dict[str, Any]:
        """Have a link to it; one that is there stays. What a person promised, only that person reads."""
        with site().database.unit_of_work() as uow:
            found = _one(uow, kind, of_id)
            if found.link not in calendars_read_by(uow, _holder()):
                make_calendar_link(uow, found.link)
        return _shown(found)

    @READ_WITHIN
    @routes.response(204)
    def delete(self, kind: str, of_id: UUID) -> None:
        """End all links that the caller had to it so far, whether there were any or not."""
        with site().database.unit_of_work() as uow:
            revoke_calendar_link(uow, _one(uow, kind, of_id).link)


def _shown(each: Readable) -> dict[str, Any]:
    link, token = each.link, site().links.make(PURPOSE, payload_of(each.link))
    is_plan = link.kind is CalendarKind.PLAN
    return {
        "kind": link.kind,
        "of_id": link.of_id,
        "community_id": link.community_id,
        "name": each.name,
        "address": address("feed_pages.calendar", calendar_token=token),
        "changes": address("change_pages.by_link", calendar_token=token) if is_plan else None,
    }


def _one(uow: UnitOfWork, kind: str, of_id: UUID) -> Readable:
    for each in _open(uow):
        if (each.link.kind, each.link.of_id) == (kind, of_id):
            return each
    raise NotFound


def _open(uow: UnitOfWork) -> list[Readable]:
    return calendars_open_to(uow, _holder(), readable(), person=caller().kind == "person")


def _holder() -> UUID:
    """Return who holds the links that are asked for: the person, or the program by its token."""
    who = caller()
    holder_id = who.person_id or who.token_id
    if holder_id is None:
        raise NotFound
    return holder_id
