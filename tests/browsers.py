"""A browser in which somebody has signed in."""

from datetime import datetime
from uuid import UUID

import flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from shared.http.caller import sign_in


def browser_of(
    app: flask.Flask, person_id: UUID, signed_in_at: datetime, *, proves_its_page: bool = False
) -> FlaskClient:
    """Return the person's browser; its requests can prove that they come from one of our pages."""
    browser = app.test_client()
    with app.test_request_context():
        sign_in(person_id, signed_in_at)
        if proves_its_page:
            browser.environ_base["HTTP_X_CSRFTOKEN"] = generate_csrf()
        held = dict(flask.session)
    with browser.session_transaction() as session:
        session.update(held)
    return browser
