"""The page on which coordinators note who consented to a plan's vision."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.consents import consents_of
from services.plans.db.queries.workshops import find_workshops
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.consents import forget_consent, note_consents_of
from services.plans.web.forms.consent import ConsentForm
from services.plans.web.rules import COORDINATE
from shared.db.unit_of_work import UnitOfWork
from shared.http.access import access
from shared.http.problems import Problem
from shared.http.site import site

consent_pages = flask.Blueprint(
    "consent_pages", __name__, template_folder="templates", url_prefix="/plans/<uuid:plan_id>/consents"
)

Answer = werkzeug.Response | tuple[str, int]


@consent_pages.get("")
@access(COORDINATE)
def shown(plan_id: UUID) -> str:
    """Show who consented so far, and the form for more."""
    with site().database.unit_of_work(read_only=True) as uow:
        plan = _plan(uow, plan_id)
        return _page(uow, plan, _form(uow, plan))


@consent_pages.post("")
@access(COORDINATE)
def note(plan_id: UUID) -> Answer:
    """Note the consents of those who are named."""
    with site().database.unit_of_work(read_only=True) as uow:
        form = _form(uow, _plan(uow, plan_id))
    if not form.validate() or not _noted(plan_id, form):
        with site().database.unit_of_work(read_only=True) as uow:
            return _page(uow, _plan(uow, plan_id), form), 400
    flask.flash("It is noted who consented.", "success")
    return _back(plan_id)


@consent_pages.post("/<uuid:organisation_id>/end")
@access(COORDINATE)
def end(plan_id: UUID, organisation_id: UUID) -> werkzeug.Response:
    """Take the organisation's consent away, or say why it stays."""
    try:
        with site().database.unit_of_work() as uow:
            forget_consent(uow, plan_id, organisation_id)
    except Refused as refusal:
        flask.flash(str(refusal))
    else:
        flask.flash("The consent is removed.", "success")
    return _back(plan_id)


def _noted(plan_id: UUID, form: ConsentForm) -> bool:
    """Do it, or show in the form why it cannot be."""
    try:
        with site().database.unit_of_work() as uow:
            note_consents_of(uow, plan_id, form.organisations, form.day, form.workshop_id)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def _form(uow: UnitOfWork, plan: Plan) -> ConsentForm:
    return ConsentForm(find_workshops(uow, [plan.community_id], plan_id=plan.id))


def _page(uow: UnitOfWork, plan: Plan, form: ConsentForm) -> str:
    rows = consents_of(uow, plan.id, within=True)
    return flask.render_template("plans/consents.html", plan=plan, rows=rows, form=form)


def _plan(uow: UnitOfWork, plan_id: UUID) -> Plan:
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise Problem.not_found()
    return plan


def _back(plan_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("consent_pages.shown", plan_id=plan_id), 303)
