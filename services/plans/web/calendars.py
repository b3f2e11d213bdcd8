"""The page on which a person makes, copies and revokes the links that their calendar program reads."""

from dataclasses import dataclass
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.calendars import Readable, calendars_open_to, calendars_read_by
from services.plans.domain.calendars import CalendarKind
from services.plans.use_cases.calendars import PURPOSE, make_calendar_link, payload_of, revoke_calendar_link
from services.plans.web.forms.calendar import KINDS, CalendarForm
from services.plans.web.rules import READ_WITHIN
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import address, site

calendar_pages = flask.Blueprint("calendar_pages", __name__, template_folder="templates")


@dataclass(frozen=True)
class Shown:
    """A calendar for which the person has a link, where it is and, of a plan, where its changes are."""

    key: str
    kind: str
    name: str
    address: str
    changes: str | None


@calendar_pages.get("/plans/calendars")
@access(READ_WITHIN)
def listed() -> str:
    """Show the person's calendars with their addresses, and the form for another one."""
    with site().database.unit_of_work(read_only=True) as uow:
        form = CalendarForm(_left(uow), wanted=flask.request.args.get("of"))
        return _page(uow, form)


@calendar_pages.post("/plans/calendars")
@access(READ_WITHIN)
def make() -> werkzeug.Response | tuple[str, int]:
    """Make a link for the person, or say what the form still lacks."""
    with site().database.unit_of_work() as uow:
        left = _left(uow)
        form = CalendarForm(left)
        if not form.validate():
            return _page(uow, form), 400
        chosen = next(each for each in left if each.key == form.calendar.data)
        make_calendar_link(uow, chosen.link)
    flask.flash("The link is made. Copy it into your calendar program.", "success")
    return flask.redirect(flask.url_for("calendar_pages.listed"), 303)


@calendar_pages.post("/plans/calendars/revoke")
@access(READ_WITHIN)
def revoke() -> werkzeug.Response:
    """End all links that the person had to the calendar; to revoke what has no link changes nothing."""
    wanted = flask.request.form.get("calendar")
    with site().database.unit_of_work() as uow:
        for each in _open(uow):
            if each.key == wanted:
                revoke_calendar_link(uow, each.link)
                flask.flash(f"The link to {each.name} works no more.", "success")
    return flask.redirect(flask.url_for("calendar_pages.listed"), 303)


def _page(uow: UnitOfWork, form: CalendarForm) -> str:
    read = calendars_read_by(uow, _person())
    shown = [_shown(each) for each in _open(uow) if each.link in read]
    return flask.render_template("plans/calendars.html", form=form, shown=shown)


def _shown(each: Readable) -> Shown:
    token = site().links.make(PURPOSE, payload_of(each.link))
    is_plan = each.link.kind is CalendarKind.PLAN
    return Shown(
        key=each.key,
        kind=KINDS[each.link.kind],
        name=each.name,
        address=address("feed_pages.calendar", calendar_token=token),
        changes=address("change_pages.by_link", calendar_token=token) if is_plan else None,
    )


def _left(uow: UnitOfWork) -> list[Readable]:
    """Return the calendars for which the person has no link yet."""
    read = calendars_read_by(uow, _person())
    return [each for each in _open(uow) if each.link not in read]


def _open(uow: UnitOfWork) -> list[Readable]:
    return calendars_open_to(uow, _person(), caller().communities(), person=True)


def _person() -> UUID:
    """Return who asks: a program has no calendar of its own."""
    person_id = caller().person_id
    if person_id is None:
        raise Problem.not_found()
    return person_id
