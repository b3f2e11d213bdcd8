"""The page on which it is noted who helps with a commitment, and with which part."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitment
from services.plans.db.queries.supporters import supporters_of
from services.plans.domain.plans import Plan
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.supporters import end_support, note_supporter_named
from services.plans.web.forms.supporter import SupporterForm
from services.plans.web.refusals import refusal_of
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

supporter_pages = flask.Blueprint(
    "supporter_pages",
    __name__,
    template_folder="templates",
    url_prefix="/plans/commitments/<uuid:commitment_id>/supporters",
)

Answer = werkzeug.Response | tuple[str, int]


@supporter_pages.get("")
@access(COORDINATE)
def shown(commitment_id: UUID) -> str:
    """Show who helps so far, and the form for one more or for another part."""
    return _page(commitment_id, SupporterForm())


@supporter_pages.post("")
@access(COORDINATE)
def note(commitment_id: UUID) -> Answer:
    """Note who helps and with which part, or show what is wrong with it."""
    form = SupporterForm()
    if not form.validate() or not _noted(commitment_id, form):
        return _page(commitment_id, form), 400
    flask.flash("It is noted who helps.", "success")
    return _back(commitment_id)


@supporter_pages.post("/<uuid:organisation_id>/end")
@access(COORDINATE)
def end(commitment_id: UUID, organisation_id: UUID) -> werkzeug.Response:
    """Note that the organisation helps no more, or say why that cannot be."""
    refusal = refusal_of(lambda uow: end_support(uow, commitment_id, organisation_id, _coordinator()))
    flask.flash(refusal or "It is noted that it helps no more.", "message" if refusal else "success")
    return _back(commitment_id)


def _noted(commitment_id: UUID, form: SupporterForm) -> bool:
    name, actor = form.organisation.data or "", _coordinator()
    refusal = refusal_of(lambda uow: note_supporter_named(uow, commitment_id, name, form.said, actor))
    if refusal:
        form.organisation.errors = [*form.organisation.errors, refusal]
    return refusal is None


def _coordinator() -> Actor:
    return Actor(channel=Channel.PAGE, person_id=caller().person_id)


def _page(commitment_id: UUID, form: SupporterForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, commitment_id)
        if row is None:
            raise Problem.not_found()
        return flask.render_template(
            "plans/supporters.html",
            row=row,
            plan=uow.session.get_one(Plan, row.plan_id),
            supporters=supporters_of(uow, row.supporting, row.parts),
            form=form,
        )


def _back(commitment_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("supporter_pages.shown", commitment_id=commitment_id), 303)
