"""The page on which the facts of a commitment are noted: its priority, its place, its Co."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitment
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.facts import note_facts
from services.plans.use_cases.outcomes import Conflict
from services.plans.web.forms.facts import FactsForm, noted
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

fact_pages = flask.Blueprint(
    "fact_pages",
    __name__,
    template_folder="templates",
    url_prefix="/plans/commitments/<uuid:commitment_id>/facts",
)

Answer = werkzeug.Response | tuple[str, int]
CHANGED_MEANWHILE = "Somebody else changed this in the meantime. Send this again if it still holds"


@fact_pages.get("")
@access(COORDINATE)
def shown(commitment_id: UUID) -> str:
    """Show what is noted, ready to be changed."""
    return _page(commitment_id, FactsForm(data=noted(_found(commitment_id))))


@fact_pages.post("")
@access(COORDINATE)
def keep(commitment_id: UUID) -> Answer:
    """Note it, unless somebody else changed the commitment since the form was opened."""
    _found(commitment_id)
    form = FactsForm()
    if not form.validate() or not _noted(commitment_id, form):
        return _page(commitment_id, form), 400
    flask.flash("It is noted.", "success")
    return flask.redirect(flask.url_for("commitment_pages.shown", commitment_id=commitment_id), 303)


def _noted(commitment_id: UUID, form: FactsForm) -> bool:
    actor = Actor(channel=Channel.PAGE, person_id=caller().person_id)
    try:
        with site().database.unit_of_work() as uow:
            note_facts(uow, commitment_id, form.expected_version, form.facts, actor)
    except Conflict as conflict:
        form.priority.errors = [*form.priority.errors, CHANGED_MEANWHILE]
        form.version.data = str(conflict.current.version)
        return False
    except Refused as refusal:
        form.priority.errors = [*form.priority.errors, str(refusal)]
        return False
    return True


def _page(commitment_id: UUID, form: FactsForm) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, commitment_id)
        plan = uow.session.get_one(Plan, row.plan_id) if row else None
    return flask.render_template("plans/facts.html", row=row, plan=plan, form=form)


def _found(commitment_id: UUID) -> Commitment:
    with site().database.unit_of_work(read_only=True) as uow:
        commitment = uow.session.get(Commitment, commitment_id)
    if commitment is None:
        raise Problem.not_found()
    return commitment
