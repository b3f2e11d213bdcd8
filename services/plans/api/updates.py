"""What is said about a commitment, and its whole history."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import commitment_schemas, examples, update_schemas
from services.plans.api.commitments import one_shown, present
from services.plans.api.proofs import proof_shown
from services.plans.api.requests import (
    IF_MATCH,
    ONCE,
    READ_WITHIN,
    WRITE,
    blueprint,
    expected_version,
    linked,
    needed,
    speaker,
    spoken,
)
from services.plans.db.queries.history import Said, history_of
from services.plans.domain.commitments import Details
from services.plans.domain.corrections import Correction
from services.plans.use_cases.corrections import correct_update
from services.plans.use_cases.updates import record_update
from shared.http.once import writing
from shared.http.site import site

routes = blueprint(
    "updates", "/commitments", "What is said about a commitment, kept for good.", present=present
)


@routes.route("/<uuid:commitment_id>/updates")
class Updates(MethodView):
    """What was said about one commitment."""

    @READ_WITHIN
    @routes.response(200, update_schemas.UpdateList, example=examples.UPDATE_LIST)
    def get(self, commitment_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """List what was said, the oldest first."""
        return _history(commitment_id)

    @WRITE
    @ONCE
    @routes.doc(parameters=[IF_MATCH])
    @routes.arguments(update_schemas.NewUpdate, example=examples.NEW_UPDATE)
    @routes.response(201, commitment_schemas.Commitment, example=examples.COMMITMENT)
    def post(self, body: dict[str, Any], commitment_id: UUID) -> dict[str, Any]:
        """Say how it goes, if the commitment is still at the version that the caller means."""
        action, actor = body.pop("action"), spoken(body)
        need, proofs, version = needed(body), linked(body), expected_version()
        with writing() as uow:
            record_update(uow, commitment_id, version, action, Details(**body), actor, need, proofs)
            return one_shown(uow, commitment_id)


@routes.route("/<uuid:commitment_id>/updates/<uuid:update_id>/corrections")
class Corrections(MethodView):
    """What was said wrong about one commitment, said right."""

    @WRITE
    @ONCE
    @routes.doc(parameters=[IF_MATCH])
    @routes.arguments(update_schemas.NewCorrection, example=examples.NEW_CORRECTION)
    @routes.response(201, commitment_schemas.Commitment, example=examples.COMMITMENT)
    def post(self, body: dict[str, Any], commitment_id: UUID, update_id: UUID) -> dict[str, Any]:
        """Correct what was said; it stays in the history, and what counts in its place is named beside it."""
        with writing() as uow:
            version, correction = expected_version(), Correction(**body)
            correct_update(uow, commitment_id, version, update_id, correction, speaker())
            return one_shown(uow, commitment_id)


@routes.route("/<uuid:commitment_id>/history")
class History(MethodView):
    """All that happened to one commitment."""

    @READ_WITHIN
    @routes.response(200, update_schemas.History, example=examples.HISTORY)
    def get(self, commitment_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """List what was said with what it changed, the oldest first."""
        return _history(commitment_id)


def _history(commitment_id: UUID) -> dict[str, list[dict[str, Any]]]:
    with site().database.unit_of_work(read_only=True) as uow:
        return {"items": [said_shown(said) for said in history_of(uow, commitment_id)]}


def said_shown(said: Said) -> dict[str, Any]:
    """Return what was said as the history shows it."""
    corrected_by = said.corrected_by.update.id if said.corrected_by else None
    proofs = [proof_shown(proof) for proof in said.proofs]
    own = {name: getattr(said.update, name) for name in _OWN}
    return own | {"corrected_by_id": corrected_by, "proofs": proofs}


_OWN = tuple(
    name for name in update_schemas.HistoryEntry().fields if name not in {"corrected_by_id", "proofs"}
)
