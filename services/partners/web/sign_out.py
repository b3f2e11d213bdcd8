"""Signing out."""

import flask
from flask.typing import ResponseReturnValue

from services.partners.use_cases import sign_ins
from shared.http.access import ANYONE, SIGNED_IN, access
from shared.http.caller import caller
from shared.http.caller import sign_out as end_session
from shared.http.paths import HOME
from shared.http.site import site

pages = flask.Blueprint("sign_out_pages", __name__, template_folder="templates")


@pages.get("/partners/sign-out")
@access(ANYONE)
def ask() -> ResponseReturnValue:
    """Show the button; a link alone must not sign anyone out."""
    if caller().kind != "person":
        return flask.redirect(HOME, 303)
    return flask.render_template("partners/sign_out.html")


@pages.post("/partners/sign-out")
@access(SIGNED_IN)
def leave() -> ResponseReturnValue:
    """End the person's sessions, here and on every other device."""
    person_id = caller().person_id
    if person_id:
        with site().database.unit_of_work() as uow:
            sign_ins.sign_out(uow, person_id)
    end_session()
    return flask.redirect(HOME, 303)
