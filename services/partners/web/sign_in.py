"""Signing in by e-mailed link: ask for one, and press its button."""

from uuid import UUID

import flask
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import StringField, SubmitField

from services.partners.domain.sign_ins import LIFETIME, LONGEST_PATH
from services.partners.use_cases import sign_ins
from services.partners.web.client import client_address
from services.partners.web.forms import EMAIL
from shared.http.access import ANYONE, access
from shared.http.caller import sign_in as begin_session
from shared.http.forms import Form
from shared.http.links import BadLink
from shared.http.nearness import shows_mailbox
from shared.http.paths import HOME, safe_next
from shared.http.problems import Problem
from shared.http.site import site

pages = flask.Blueprint("sign_in_pages", __name__, template_folder="templates")

PURPOSE = "sign-in"
AN_HOUR = {"Retry-After": "3600"}


class SignInForm(Form):
    """Where to send the link."""

    email = StringField("Your e-mail address", [EMAIL], widget=GovTextInput())
    send = SubmitField("E-mail me a link", widget=GovSubmitInput())


class EnterForm(Form):
    """The button that uses the link up. Nothing presses it but a person: scanners run scripts too."""

    enter = SubmitField("Sign in", widget=GovSubmitInput())


@pages.get("/partners/sign-in")
@access(ANYONE)
def ask() -> ResponseReturnValue:
    """Show the form that asks for a link."""
    return _page_to_ask(SignInForm())


@pages.post("/partners/sign-in")
@access(ANYONE)
def send() -> ResponseReturnValue:
    """Have a link sent, and say the same whether the address is known or not."""
    form = SignInForm()
    if not form.validate():
        return _page_to_ask(form)
    with site().database.unit_of_work() as uow:
        answer = sign_ins.request_sign_in(
            uow, email=form.email.data or "", client=client_address(), next_path=_wanted()
        )
    if answer is sign_ins.Answer.TOO_MANY:
        raise Problem(429, "Too many tries", "Wait an hour, then ask for a link again.", headers=AN_HOUR)
    return flask.redirect("/partners/sign-in/sent", 303)


@pages.get("/partners/sign-in/sent")
@access(ANYONE)
def sent() -> ResponseReturnValue:
    """Say where to look for the link."""
    return flask.render_template("partners/sign_in_sent.html", mailbox=_mailbox(), minutes=_minutes())


@pages.get("/partners/sign-in/<token>")
@access(ANYONE)
def open_link(token: str) -> ResponseReturnValue:
    """Show the button, and change nothing: mail scanners open links before people do."""
    sign_in_id = _id_in(token)
    with site().database.unit_of_work(read_only=True) as uow:
        good = sign_in_id is not None and sign_ins.can_sign_in(uow, sign_in_id)
    return flask.render_template("partners/sign_in_enter.html", form=EnterForm()) if good else _over()


@pages.post("/partners/sign-in/<token>")
@access(ANYONE)
def use_link(token: str) -> ResponseReturnValue:
    """Use the link up and begin a session."""
    sign_in_id = _id_in(token)
    if sign_in_id is None:
        return _over()
    with site().database.unit_of_work() as uow:
        entry = sign_ins.sign_in(uow, sign_in_id)
    if entry is None:
        return _over()
    # Only now that the link is used up for good: a cookie would outlive a transaction that failed.
    begin_session(entry.person_id, uow.now)
    return flask.redirect(safe_next(entry.next_path), 303)


def _page_to_ask(form: SignInForm) -> str:
    return flask.render_template(
        "partners/sign_in.html", form=form, next_path=_wanted(), mailbox=_mailbox(), minutes=_minutes()
    )


def _id_in(token: str) -> UUID | None:
    try:
        return UUID(site().links.read(PURPOSE, token, LIFETIME).payload["id"])
    except (BadLink, KeyError, TypeError, ValueError, AttributeError):
        return None


def _over() -> ResponseReturnValue:
    """Give the one answer to every link that is no good, whatever the reason."""
    return flask.render_template("partners/sign_in_over.html", minutes=_minutes()), 410


def _wanted() -> str:
    path = safe_next(flask.request.args.get("next"))
    # Coming back to these very pages after sign-in would be going round in circles.
    return HOME if len(path) > LONGEST_PATH or path.startswith("/partners/sign-") else path


def _mailbox() -> bool:
    """Return whether mail is only shown on a page of this site, as in the one-process demo."""
    return shows_mailbox(site().settings)


def _minutes() -> int:
    return int(LIFETIME.total_seconds() // 60)
