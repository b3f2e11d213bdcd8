"""The page on which a coordinator removes a link, a photo or a file that should not be there."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.commitments import find_commitment
from services.plans.db.queries.proofs import proofs_of
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.photo_files import photo_store
from services.plans.use_cases.proofs import remove_proof
from services.plans.web.rules import COORDINATE
from shared.http.access import access
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

proof_pages = flask.Blueprint("proof_pages", __name__, template_folder="templates")

_PATH = "/plans/commitments/<uuid:commitment_id>/proofs/<uuid:proof_id>/remove"


@proof_pages.get(_PATH)
@access(COORDINATE)
def ask(commitment_id: UUID, proof_id: UUID) -> str:
    """Ask whether it shall really go."""
    with site().database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, commitment_id)
        proof = next((each for each in proofs_of(uow, commitment_id) if each.id == proof_id), None)
    if proof is None or proof.removed_at is not None:
        raise Problem.not_found()
    return flask.render_template("plans/proof_remove.html", row=row, proof=proof)


@proof_pages.post(_PATH)
@access(COORDINATE)
def remove(commitment_id: UUID, proof_id: UUID) -> werkzeug.Response:
    """Remove it and its files."""
    try:
        with site().database.unit_of_work() as uow:
            remove_proof(uow, commitment_id, proof_id, caller().person_id)
    except NotFound as fault:
        raise Problem.not_found() from fault
    photo_store(site().settings).remove(proof_id)
    flask.flash("It is removed.", "success")
    return flask.redirect(flask.url_for("commitment_pages.shown", commitment_id=commitment_id), 303)
