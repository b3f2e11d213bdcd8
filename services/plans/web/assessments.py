"""The page on which a coordinator assesses a commitment, beside all assessments so far."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.assessments import assessments_of
from services.plans.db.queries.commitments import find_commitment
from services.plans.domain.refusals import Refused
from services.plans.use_cases.assessments import assess
from services.plans.web.forms.assessment import AssessmentForm
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

assessment_pages = flask.Blueprint("assessment_pages", __name__, template_folder="templates")

_PATH = "/plans/commitments/<uuid:commitment_id>/assessments"
Answer = werkzeug.Response | tuple[str, int]


@assessment_pages.get(_PATH)
@access(COORDINATE)
def shown(commitment_id: UUID) -> str:
    """Show how it was assessed so far, and the form."""
    return _page(commitment_id, AssessmentForm())


@assessment_pages.post(_PATH)
@access(COORDINATE)
def keep(commitment_id: UUID) -> Answer:
    """Keep the assessment, or show what is wrong."""
    form = AssessmentForm()
    if not form.validate() or not _kept(commitment_id, form):
        return _page(commitment_id, form), 400
    flask.flash("Your assessment is kept.", "success")
    return flask.redirect(flask.url_for("commitment_pages.shown", commitment_id=commitment_id), 303)


def _kept(commitment_id: UUID, form: AssessmentForm) -> bool:
    """Do it, or show in the form why it cannot be."""
    try:
        with site().database.unit_of_work() as uow:
            assess(uow, commitment_id, form.chosen, form.why.data or "", caller().person_id)
    except Refused as refusal:
        form.completion.errors = [*form.completion.errors, str(refusal)]
        return False
    return True


def _page(commitment_id: UUID, form: AssessmentForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        row, assessed = find_commitment(uow, commitment_id), assessments_of(uow, commitment_id)
    if row is None:
        raise Problem.not_found()
    return flask.render_template("plans/assessment.html", row=row, assessed=assessed, form=form)
