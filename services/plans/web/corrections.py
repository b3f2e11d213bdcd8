"""The page on which a coordinator corrects what was said about a commitment."""

from http import HTTPStatus
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitment
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.corrections import correct_update
from services.plans.web.correcting import corrected, wrong_one
from services.plans.web.forms.correction import CorrectionForm
from services.plans.web.rules import COORDINATE
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.caller import caller
from shared.http.site import site

correction_pages = flask.Blueprint("correction_pages", __name__, template_folder="templates")

_PATH = "/plans/commitments/<uuid:commitment_id>/updates/<uuid:update_id>/correction"
Answer = werkzeug.Response | tuple[str, int]


@correction_pages.get(_PATH)
@access(COORDINATE)
def shown(commitment_id: UUID, update_id: UUID) -> str:
    """Show what was said, and the form that corrects it."""
    with site().database.unit_of_work(read_only=True) as uow:
        return _page(uow, commitment_id, update_id, _form(uow, commitment_id, update_id))


@correction_pages.post(_PATH)
@access(COORDINATE)
def correct(commitment_id: UUID, update_id: UUID) -> Answer:
    """Record the correction, or show what is wrong with it."""
    actor = Actor(channel=Channel.PAGE, person_id=caller().person_id)
    with site().database.unit_of_work(read_only=True) as uow:
        form = _form(uow, commitment_id, update_id)
    status = corrected(
        form,
        lambda uow: correct_update(
            uow, commitment_id, form.expected_version, update_id, form.correction, actor
        ),
    )
    if status is HTTPStatus.SEE_OTHER:
        flask.flash("It is corrected.", "success")
        return flask.redirect(flask.url_for("commitment_pages.shown", commitment_id=commitment_id), 303)
    with site().database.unit_of_work(read_only=True) as uow:
        return _page(uow, commitment_id, update_id, form), status


def _form(uow: UnitOfWork, commitment_id: UUID, update_id: UUID) -> CorrectionForm:
    wrong = wrong_one(uow, commitment_id, update_id)
    return CorrectionForm(wrong.said.update, wrong.history, wrong.version)


def _page(uow: UnitOfWork, commitment_id: UUID, update_id: UUID, form: CorrectionForm) -> str:
    wrong, row = wrong_one(uow, commitment_id, update_id), find_commitment(uow, commitment_id)
    return flask.render_template("plans/correction.html", row=row, said=wrong.said, form=form)
