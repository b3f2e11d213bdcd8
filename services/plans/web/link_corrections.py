"""The page behind an update link on which a person corrects what was said for their organisation.

The token is the proof that a form was sent on purpose, so nothing here reads a cookie or sets one.
"""

from http import HTTPStatus
from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitment
from services.plans.use_cases.corrections import correct_own, own_update
from services.plans.use_cases.outcomes import NotFound
from services.plans.web.correcting import corrected, wrong_one
from services.plans.web.forms.correction import LinkCorrectionForm
from services.plans.web.visits import visitor
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import OPEN, access
from shared.http.problems import Problem
from shared.http.site import site

link_correction_pages = flask.Blueprint(
    "link_correction_pages", __name__, template_folder="templates", url_prefix="/plans/u"
)

_PATH = "/<token>/<uuid:commitment_id>/updates/<uuid:update_id>/correction"
Answer = werkzeug.Response | tuple[str, int]


@link_correction_pages.get(_PATH)
@access(OPEN)
def shown(token: str, commitment_id: UUID, update_id: UUID) -> str:
    """Show what was said, and the form that corrects it."""
    with site().database.unit_of_work(read_only=True) as uow:
        form = _form(uow, token, commitment_id, update_id)
        return _page(uow, token, commitment_id, update_id, form)


@link_correction_pages.post(_PATH)
@access(OPEN, csrf=False)
def correct(token: str, commitment_id: UUID, update_id: UUID) -> Answer:
    """Record the correction, or show what is wrong with it."""
    with site().database.unit_of_work(read_only=True) as uow:
        form = _form(uow, token, commitment_id, update_id)
    status = corrected(form, lambda uow: _record(uow, token, commitment_id, update_id, form))
    if status is HTTPStatus.SEE_OTHER:
        thanks = flask.url_for("link_pages.thanks", token=token, commitment_id=commitment_id)
        return flask.redirect(thanks, 303)
    with site().database.unit_of_work(read_only=True) as uow:
        return _page(uow, token, commitment_id, update_id, form), status


def _record(
    uow: UnitOfWork, token: str, commitment_id: UUID, update_id: UUID, form: LinkCorrectionForm
) -> None:
    holder = visitor(uow, token)
    correct_own(uow, holder, commitment_id, form.expected_version, update_id, form.correction)


def _form(uow: UnitOfWork, token: str, commitment_id: UUID, update_id: UUID) -> LinkCorrectionForm:
    try:
        own_update(uow, visitor(uow, token), commitment_id, update_id)
    except NotFound as fault:
        raise Problem.not_found() from fault
    wrong = wrong_one(uow, commitment_id, update_id)
    return LinkCorrectionForm(wrong.said.update, wrong.history, wrong.version)


def _page(uow: UnitOfWork, token: str, commitment_id: UUID, update_id: UUID, form: LinkCorrectionForm) -> str:
    wrong, row = wrong_one(uow, commitment_id, update_id), find_commitment(uow, commitment_id)
    return flask.render_template(
        "plans/link_correction.html", token=token, row=row, said=wrong.said, form=form
    )
