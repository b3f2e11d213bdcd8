"""People and their roles, for coordinators."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from uuid import UUID

import flask
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovSubmitInput, GovTextInput
from wtforms import RadioField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired

from services.partners.db import listings, queries
from services.partners.domain.memberships import ROLES, Membership
from services.partners.domain.organisations import Organisation
from services.partners.domain.refusals import Refused
from services.partners.use_cases.memberships import end_membership
from services.partners.use_cases.people import add_person_with_role
from services.partners.web.forms import EMAIL, NAME, CommunityForm
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.forms import Choice
from shared.http.site import site

pages = flask.Blueprint("people_pages", __name__, template_folder="templates")

AT_LARGE = Choice("", "None: for the community as a whole")


class PersonForm(CommunityForm):
    """Somebody to add, and what they are here."""

    name = StringField("Name", [NAME], widget=GovTextInput())
    email = StringField("E-mail address", [EMAIL], widget=GovTextInput())
    role = RadioField(
        "Role",
        [InputRequired("Choose a role")],
        choices=[Choice(role.value, f"{rule.label}: {rule.purpose}") for role, rule in ROLES.items()],
        widget=GovRadioInput(),
    )
    organisation_id = SelectField("Organisation", widget=GovSelect())
    add = SubmitField("Add the person", widget=GovSubmitInput())

    def offer_organisations(self, organisations: Sequence[Organisation]) -> None:
        """Offer the organisations that the person may be in."""
        named = [Choice(str(organisation.id), organisation.name) for organisation in organisations]
        self.organisation_id.choices = [AT_LARGE, *named]


@pages.get("/partners/people")
@access(allow(Role.COORDINATOR))
def every() -> ResponseReturnValue:
    """List the people by name with what they are."""
    return _page(_form())


@pages.post("/partners/people")
@access(allow(Role.COORDINATOR))
def add() -> ResponseReturnValue:
    """Add a person with a role."""
    form = _form()
    if not form.act(partial(_add, form)):
        return _page(form)
    flask.flash(f"{form.name.data} was added.", "success")
    return flask.redirect("/partners/people", 303)


@pages.post("/partners/memberships/<uuid:membership_id>/end")
@access(allow(Role.COORDINATOR))
def end(membership_id: UUID) -> ResponseReturnValue:
    """End a role. Adding the person again gives it back."""
    with site().database.unit_of_work() as uow:
        said = _end(uow, membership_id)
    flask.flash(said)
    return flask.redirect("/partners/people", 303)


def _page(form: PersonForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        found = listings.roles(uow.session, caller().communities(Role.COORDINATOR))
    grouped = [(person, list(held)) for person, held in groupby(found, key=itemgetter(0))]
    return flask.render_template("partners/people.html", form=form, people=grouped, roles=ROLES)


def _form() -> PersonForm:
    theirs = caller().communities(Role.COORDINATOR)
    form = PersonForm()
    with site().database.unit_of_work(read_only=True) as uow:
        form.offer(listings.communities(uow.session, theirs))
        form.offer_organisations(listings.organisations(uow.session, theirs))
    return form


def _add(form: PersonForm, uow: UnitOfWork) -> Membership:
    organisation_id = form.organisation_id.data
    return add_person_with_role(
        uow,
        form.community(),
        name=form.name.data or "",
        email=form.email.data or "",
        role=Role(form.role.data),
        organisation_id=UUID(organisation_id) if organisation_id else None,
    )


def _end(uow: UnitOfWork, membership_id: UUID) -> str:
    membership = queries.to_change(uow.session, Membership, membership_id)
    try:
        if membership:
            end_membership(uow, membership)
    except Refused as refusal:
        return str(refusal)
    return "The role has ended."
