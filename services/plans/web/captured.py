"""Setting right what was understood of a line that was typed live."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import CommitmentRow, find_commitment
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.capturing import set_right
from services.plans.use_cases.outcomes import Conflict
from services.plans.web.forms.capture import CapturedForm
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

captured_pages = flask.Blueprint(
    "captured_pages",
    __name__,
    template_folder="templates",
    url_prefix="/plans/commitments/<uuid:commitment_id>/correct",
)

Answer = werkzeug.Response | tuple[str, int]
CHANGED_MEANWHILE = "Somebody else changed this in the meantime. Send this again if it still holds"


@captured_pages.get("")
@access(COORDINATE)
def shown(commitment_id: UUID) -> str:
    """Show what was understood of the line, ready to be set right."""
    row = _row(commitment_id)
    understood = {"text": row.text, "organisation": row.organisation, "due": row.due}
    return _captured_page(row, CapturedForm(data={**understood, "version": str(row.version)}))


@captured_pages.post("")
@access(COORDINATE)
def keep(commitment_id: UUID) -> Answer:
    """Set it right, unless somebody else did or the owner has answered since."""
    row, form = _row(commitment_id), CapturedForm()
    if not form.validate() or not _set_right(row, form):
        return _captured_page(row, form), 400
    flask.flash(f"Corrected: {form.text.data}", "success")
    return flask.redirect(flask.url_for("capture_pages.shown", plan_id=row.plan_id), 303)


def _set_right(row: CommitmentRow, form: CapturedForm) -> bool:
    actor = Actor(channel=Channel.PAGE, person_id=caller().person_id)
    try:
        with site().database.unit_of_work() as uow:
            set_right(uow, row.id, form.expected_version, form.said, actor)
    except Conflict as conflict:
        form.text.errors = [*form.text.errors, CHANGED_MEANWHILE]
        form.version.data = str(conflict.current.version)
        return False
    except Refused as refusal:
        form.text.errors = [*form.text.errors, str(refusal)]
        return False
    return True


def _captured_page(row: CommitmentRow, form: CapturedForm) -> str:
    return flask.render_template("plans/captured.html", row=row, form=form)


def _row(commitment_id: UUID) -> CommitmentRow:
    with site().database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, commitment_id)
    if row is None:
        raise Problem.not_found()
    return row
