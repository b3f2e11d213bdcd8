"""API tokens, for coordinators."""

from functools import partial
from uuid import UUID

import flask
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSubmitInput, GovTextInput
from wtforms import SelectMultipleField, StringField, SubmitField
from wtforms.validators import InputRequired

from services.partners.db import listings, queries
from services.partners.domain.tokens import SCOPES, Token
from services.partners.use_cases.tokens import NewToken, create_token, revoke_token
from services.partners.web.forms import NAME, CommunityForm
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.forms import Choice
from shared.http.site import site

pages = flask.Blueprint("token_pages", __name__, template_folder="templates")


class TokenForm(CommunityForm):
    """A token to make."""

    name = StringField("What the token is for", [NAME], widget=GovTextInput())
    scopes = SelectMultipleField(
        "What it may do",
        [InputRequired("Choose what the token may do")],
        choices=[Choice(scope, label) for scope, label in SCOPES.items()],
        widget=GovCheckboxesInput(),
    )
    create = SubmitField("Create the token", widget=GovSubmitInput())


@pages.get("/partners/tokens")
@access(allow(Role.COORDINATOR))
def every() -> ResponseReturnValue:
    """List the tokens."""
    return _page(_form())


@pages.post("/partners/tokens")
@access(allow(Role.COORDINATOR))
def create() -> ResponseReturnValue:
    """Make a token and show its secret, this once."""
    form = _form()
    made = form.act(partial(_create, form))
    if made is None:
        return _page(form)
    return flask.render_template("partners/token_made.html", token=made.token, secret=made.secret)


@pages.post("/partners/tokens/<uuid:token_id>/revoke")
@access(allow(Role.COORDINATOR))
def revoke(token_id: UUID) -> ResponseReturnValue:
    """End the token for good."""
    with site().database.unit_of_work() as uow:
        token = queries.to_change(uow.session, Token, token_id)
        if token:
            revoke_token(uow, token)
    flask.flash("The token was revoked. Programs that use it are refused from now on.", "success")
    return flask.redirect("/partners/tokens", 303)


def _page(form: TokenForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        tokens = listings.tokens(uow.session, caller().communities(Role.COORDINATOR))
    return flask.render_template("partners/tokens.html", form=form, tokens=tokens, scopes=SCOPES)


def _form() -> TokenForm:
    form = TokenForm()
    with site().database.unit_of_work(read_only=True) as uow:
        form.offer(listings.communities(uow.session, caller().communities(Role.COORDINATOR)))
    return form


def _create(form: TokenForm, uow: UnitOfWork) -> NewToken:
    return create_token(
        uow,
        form.community(),
        name=form.name.data or "",
        scopes=form.scopes.data or (),
        created_by=caller().person_id,
    )
