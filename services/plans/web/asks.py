"""Marking on pages that what was asked for was answered, by a coordinator or by who asked.

In a plan that was closed meanwhile nothing is marked: the page shown next says that it is closed.
"""

from contextlib import suppress
from uuid import UUID

import flask
import werkzeug

from services.plans.domain.plans import PlanClosed
from services.plans.use_cases.asks import mark_answered, mark_own_answered
from services.plans.use_cases.outcomes import NotFound
from services.plans.web.rules import COORDINATE
from services.plans.web.visits import visitor
from shared.http.access import OPEN, access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

ask_pages = flask.Blueprint("ask_pages", __name__, template_folder="templates")

_ANSWERED = "<uuid:commitment_id>/asks/<uuid:ask_id>/answered"


@ask_pages.post(f"/plans/commitments/{_ANSWERED}")
@access(COORDINATE)
def answered(commitment_id: UUID, ask_id: UUID) -> werkzeug.Response:
    """Note that somebody has given what was asked for."""
    try:
        with suppress(PlanClosed), site().database.unit_of_work() as uow:
            mark_answered(uow, commitment_id, ask_id, caller().person_id)
            flask.flash("It is marked as answered.", "success")
    except NotFound as fault:
        raise Problem.not_found() from fault
    return flask.redirect(flask.url_for("commitment_pages.shown", commitment_id=commitment_id), 303)


@ask_pages.post(f"/plans/u/<token>/{_ANSWERED}")
@access(OPEN, csrf=False)
def own_answered(token: str, commitment_id: UUID, ask_id: UUID) -> werkzeug.Response:
    """Note for the holder of a link that they have what they asked for, which the token proves."""
    try:
        with suppress(PlanClosed), site().database.unit_of_work() as uow:
            mark_own_answered(uow, visitor(uow, token), commitment_id, ask_id)
    except NotFound as fault:
        raise Problem.not_found() from fault
    return flask.redirect(flask.url_for("link_pages.shown", token=token, commitment_id=commitment_id), 303)
