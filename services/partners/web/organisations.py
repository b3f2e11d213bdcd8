"""Organisations: all of them, and each with its people and what it promised."""

from collections.abc import Mapping
from uuid import UUID

import flask
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import StringField, SubmitField

from services.partners.db import listings, queries
from services.partners.db.promises import Promises, promises_of
from services.partners.domain.memberships import ROLES
from services.partners.domain.organisations import Organisation
from services.partners.use_cases.organisations import name_organisation, rename_organisation
from services.partners.web.forms import NAME, ActingForm, CommunityForm
from shared.clock import local_date
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

pages = flask.Blueprint("organisation_pages", __name__, template_folder="templates")


class OrganisationForm(CommunityForm):
    """An organisation to add."""

    name = StringField("Name of the organisation", [NAME], widget=GovTextInput())
    add = SubmitField("Add the organisation", widget=GovSubmitInput())


class RenameForm(ActingForm):
    """Another name for an organisation."""

    name = StringField("New name", [NAME], widget=GovTextInput())
    save = SubmitField("Change the name", widget=GovSubmitInput())


@pages.get("/partners/organisations")
@access(allow(*Role))
def every() -> ResponseReturnValue:
    """List the organisations with what they promised."""
    return _list(_form())


@pages.post("/partners/organisations")
@access(allow(Role.COORDINATOR))
def add() -> ResponseReturnValue:
    """Add an organisation."""
    form = _form()
    added = form and form.act(lambda uow: name_organisation(uow, form.community(), form.name.data or ""))
    if not added:
        return _list(form)
    flask.flash(f"{added.name} was added.", "success")
    return flask.redirect(f"/partners/organisations/{added.id}", 303)


@pages.get("/partners/organisations/<uuid:organisation_id>")
@access(allow(*Role))
def one(organisation_id: UUID) -> ResponseReturnValue:
    """Show the organisation; coordinators see its people too."""
    return _page(organisation_id, RenameForm())


@pages.post("/partners/organisations/<uuid:organisation_id>")
@access(allow(Role.COORDINATOR))
def rename(organisation_id: UUID) -> ResponseReturnValue:
    """Give the organisation another name."""
    form = RenameForm()
    if not form.act(lambda uow: _rename(uow, organisation_id, form.name.data or "")):
        return _page(organisation_id, form)
    flask.flash("The name was changed.", "success")
    return flask.redirect(f"/partners/organisations/{organisation_id}", 303)


def _list(form: OrganisationForm | None) -> str:
    theirs = caller().communities()
    with site().database.unit_of_work(read_only=True) as uow:
        organisations = listings.organisations(uow.session, theirs)
        promises = _promises(uow)
    return flask.render_template(
        "partners/organisations.html",
        form=form,
        organisations=organisations,
        promises=promises,
    )


def _page(organisation_id: UUID, form: RenameForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        organisation = uow.session.get(Organisation, organisation_id)
        if organisation is None:
            raise Problem.not_found()
        coordinates = organisation.community_id in caller().communities(Role.COORDINATOR)
        shown = (organisation.community_id,) if coordinates else ()
        people = listings.roles(uow.session, shown, organisation_id=organisation_id)
        promises = _promises(uow).get(organisation_id, Promises())
    return flask.render_template(
        "partners/organisation.html",
        organisation=organisation,
        coordinates=coordinates,
        people=people,
        promises=promises,
        roles=ROLES,
        form=form,
    )


def _form() -> OrganisationForm | None:
    """Return the form for those who may send it."""
    theirs = caller().communities(Role.COORDINATOR)
    if not theirs:
        return None
    form = OrganisationForm()
    with site().database.unit_of_work(read_only=True) as uow:
        form.offer(listings.communities(uow.session, theirs))
    return form


def _rename(uow: UnitOfWork, organisation_id: UUID, name: str) -> Organisation:
    organisation = queries.to_change(uow.session, Organisation, organisation_id)
    if organisation is None:
        raise Problem.not_found()
    rename_organisation(uow, organisation, name)
    return organisation


def _promises(uow: UnitOfWork) -> Mapping[UUID, Promises]:
    found: dict[UUID, Promises] = {}
    for community in listings.communities(uow.session, caller().communities()):
        found |= promises_of(uow.session, community.id, local_date(uow.now, community.zone))
    return found
