"""The pages of workshops: which there were, what is known of one, and the form that records it."""

from collections.abc import Collection
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.assets import assets_of
from services.plans.db.queries.names import communities_named
from services.plans.db.queries.photos import photos_of
from services.plans.db.queries.plans import find_plans
from services.plans.db.queries.workshops import WorkshopRow, find_workshop, find_workshops
from services.plans.domain.refusals import Refused
from services.plans.domain.workshops import METHODS
from services.plans.use_cases.outcomes import Conflict
from services.plans.use_cases.workshops import change_workshop, record_workshop
from services.plans.web.forms.workshop import NewWorkshopForm, WorkshopForm
from services.plans.web.rules import COORDINATE, READ_WITHIN
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

CHANGED_MEANWHILE = "Somebody else changed this in the meantime. Send this again if it still holds"

workshop_pages = flask.Blueprint(
    "workshop_pages", __name__, template_folder="templates", url_prefix="/plans/workshops"
)

Answer = werkzeug.Response | tuple[str, int]


@workshop_pages.get("")
@access(READ_WITHIN)
def listed() -> str:
    """Show the workshops of the visitor's communities, the newest first."""
    who = caller()
    with site().database.unit_of_work(read_only=True) as uow:
        rows = find_workshops(uow, who.communities())
    may_add = bool(who.communities(Role.COORDINATOR))
    return flask.render_template("plans/workshops.html", rows=rows, methods=METHODS, may_add=may_add)


@workshop_pages.get("/new")
@access(COORDINATE)
def new() -> str:
    """Show the empty form, with the plan chosen from whose page one came."""
    return _form_page(_new_form())


@workshop_pages.post("/new")
@access(COORDINATE)
def create() -> Answer:
    """Record the workshop, then ask for the photos of its wall."""
    form = _new_form()
    if not form.validate():
        return _form_page(form), 400
    try:
        with site().database.unit_of_work() as uow:
            workshop = record_workshop(uow, form.community_id, form.told)
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(form), 400
    flask.flash("The workshop is recorded. Add photos of the wall here, now or later.", "success")
    return flask.redirect(flask.url_for("photo_pages.new", workshop_id=workshop.id), 303)


@workshop_pages.get("/<uuid:workshop_id>")
@access(READ_WITHIN)
def shown(workshop_id: UUID) -> str:
    """Show what is known of the workshop, and the photos of its wall."""
    with site().database.unit_of_work(read_only=True) as uow:
        row = workshop_row(uow, workshop_id)
        photos, assets = photos_of(uow, workshop_id), assets_of(uow, workshop_id)
    may_coordinate = row.workshop.community_id in caller().communities(Role.COORDINATOR)
    return flask.render_template(
        "plans/workshop.html",
        row=row,
        photos=photos,
        assets=assets,
        methods=METHODS,
        may_coordinate=may_coordinate,
    )


@workshop_pages.get("/<uuid:workshop_id>/edit")
@access(COORDINATE)
def edit(workshop_id: UUID) -> str:
    """Show what is known of the workshop, ready to be changed."""
    row, form = _change_form(workshop_id)
    return _form_page(form, row)


@workshop_pages.post("/<uuid:workshop_id>/edit")
@access(COORDINATE)
def change(workshop_id: UUID) -> Answer:
    """Change what is known of the workshop, unless somebody else did since the form was opened."""
    row, form = _change_form(workshop_id)
    if not form.validate() or not _changed(workshop_id, form):
        return _form_page(form, row), 400
    flask.flash("The workshop is changed.", "success")
    return flask.redirect(flask.url_for("workshop_pages.shown", workshop_id=workshop_id), 303)


def workshop_row(uow: UnitOfWork, workshop_id: UUID) -> WorkshopRow:
    """Return the workshop as pages show it."""
    row = find_workshop(uow, workshop_id)
    if row is None:
        raise Problem.not_found()
    return row


def _changed(workshop_id: UUID, form: WorkshopForm) -> bool:
    """Do it, or show in the form why it cannot be done."""
    try:
        with site().database.unit_of_work() as uow:
            change_workshop(uow, workshop_id, form.expected_version, vars(form.told))
    except Conflict as conflict:
        form.method.errors = [*form.method.errors, CHANGED_MEANWHILE]
        form.version.data = str(conflict.current.version)
        return False
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def _change_form(workshop_id: UUID) -> tuple[WorkshopRow, WorkshopForm]:
    with site().database.unit_of_work(read_only=True) as uow:
        row = workshop_row(uow, workshop_id)
        return row, WorkshopForm(_plans(uow, [row.workshop.community_id]), row)


def _new_form() -> NewWorkshopForm:
    theirs = caller().communities(Role.COORDINATOR)
    with site().database.unit_of_work(read_only=True) as uow:
        names, plans = communities_named(uow, theirs), _plans(uow, theirs)
    return NewWorkshopForm(names, plans, flask.request.args.get("plan", ""))


def _plans(uow: UnitOfWork, communities: Collection[UUID]) -> dict[UUID, str]:
    found = sorted(find_plans(uow, communities), key=lambda plan: plan.name.casefold())
    return {plan.id: plan.name for plan in found}


def _form_page(form: WorkshopForm, row: WorkshopRow | None = None) -> str:
    return flask.render_template("plans/workshop_form.html", form=form, row=row, methods=METHODS)
