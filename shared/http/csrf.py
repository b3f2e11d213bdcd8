"""Proof that a form was sent from a page of this site."""

import flask
from flask_wtf.csrf import CSRFError, CSRFProtect

from shared.http.problems import Problem

FOREIGN = frozenset({"cross-site", "same-site"})

extension = CSRFProtect()


def protect() -> None:
    """Refuse a form that another site made the browser send, or that carries no proof of its page.

    The Referer and Origin headers are of no use here: our pages send none, so that no link is ever
    told to anyone; what browsers say in Sec-Fetch-Site is, and the token counts in any case.
    """
    if flask.request.headers.get("Sec-Fetch-Site") in FOREIGN and _changes_things():
        raise _refusal()
    try:
        extension.protect()
    except CSRFError as fault:
        raise _refusal() from fault


def _changes_things() -> bool:
    return flask.request.method in flask.current_app.config["WTF_CSRF_METHODS"]


def _refusal() -> Problem:
    return Problem(
        403,
        "Please send that again",
        "We could not tell whether the form came from this site. Go back, load the page again and send "
        "it once more. This needs cookies to be allowed for this site.",
    )
