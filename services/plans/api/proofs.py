"""Links, photos and files that show what updates say."""

from typing import Any
from uuid import UUID

import flask
from flask.views import MethodView

from services.plans.api import proof_examples as examples
from services.plans.api import proof_schemas as schemas
from services.plans.api import workshop_schemas
from services.plans.api.files import attached
from services.plans.api.requests import ONCE, READ, WRITE, WRITE_SCOPE, blueprint, readable
from services.plans.db.queries.moderation import reader_of_commitment
from services.plans.db.queries.proofs import proofs_of
from services.plans.domain.proofs import Proof, ProofKind
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.photo_files import photo_store
from services.plans.use_cases.proof_files import MOST_BODY, FileRefused, Upload, read_upload
from services.plans.use_cases.proofs import add_proofs, filed, remove_proof
from shared.contracts import Role
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.once import writing
from shared.http.problems import Problem
from shared.http.site import site, thing

routes = blueprint(
    "proofs", "/commitments/<uuid:commitment_id>", "Links, photos and files that show what was said."
)

UPLOAD = access(allow(Role.COORDINATOR, scope=WRITE_SCOPE), max_body=MOST_BODY)
PART = "file"
_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": [PART],
                "properties": {PART: {"type": "string", "format": "binary"}},
            },
            "example": {PART: "(the bytes of minutes.pdf)"},
        }
    },
}
_FILE = {
    "content": {
        "application/octet-stream": {
            "schema": {"type": "string", "format": "binary"},
            "example": "(the bytes of a file)",
        }
    }
}


@routes.route("/proofs")
class Proofs(MethodView):
    """What shows that what was said about one commitment is true."""

    @READ
    @routes.response(200, schemas.ProofList, example=examples.PROOF_LIST)
    def get(self, commitment_id: UUID) -> dict[str, Any]:
        """List the links, photos and files of all updates that the caller may read, the oldest first."""
        return {"items": [proof_shown(proof) for proof in _seen(commitment_id)]}


@routes.route("/updates/<uuid:update_id>/proofs")
class UpdateProofs(MethodView):
    """What shows that one update is true."""

    @UPLOAD
    @ONCE
    @routes.doc(requestBody=_BODY)
    @routes.response(201, schemas.ProofList, example=examples.PROOF_LIST)
    def post(self, commitment_id: UUID, update_id: UUID) -> Any:
        """Add a photo or a file to what was said, and list what the update has.

        A photo (JPEG, PNG or WebP, 15 MB at most) is kept without what it tells of places and cameras. A
        file (PDF, DOCX, XLSX, ODT, ODS, TXT or CSV, 10 MB at most) is kept as it is; what it is, its content
        says. A link goes with the update itself.
        """
        store = photo_store(site().settings)
        with filed(store, _upload()) as new, writing() as uow:
            kept = add_proofs(uow, commitment_id, update_id, new.proofs, caller().person_id)
            new.taken = True
            return {"items": [proof_shown(proof) for proof in kept]}


@routes.route("/proofs/<uuid:proof_id>")
class OneProof(MethodView):
    """One link, photo or file."""

    @WRITE
    @routes.response(204)
    def delete(self, commitment_id: UUID, proof_id: UUID) -> None:
        """Remove what it shows. That there was one stays in the history. Again it changes nothing."""
        with site().database.unit_of_work() as uow:
            remove_proof(uow, commitment_id, proof_id, caller().person_id)
        photo_store(site().settings).remove(proof_id)


@routes.route("/proofs/<uuid:proof_id>/file")
class ProofFile(MethodView):
    """The photo or file itself."""

    @READ
    @routes.doc(responses={"200": {"description": "The file.", **_FILE}})
    @routes.arguments(workshop_schemas.FileQuery, location="query")
    def get(self, query: dict[str, Any], commitment_id: UUID, proof_id: UUID) -> flask.Response:
        """Send the file, to be saved and not opened; `size` is for photos."""
        proof = _proof(commitment_id, proof_id)
        store = photo_store(site().settings)
        photo = proof.kind is ProofKind.PHOTO
        kept = store.photo(proof_id, query["size"]) if photo else store.document(proof_id)
        return attached(kept, proof.media_type, proof.name)


def proof_shown(proof: Proof) -> dict[str, Any]:
    """Return the proof with where its file is read."""
    own = {name: getattr(proof, name, None) for name in schemas.Proof().fields}
    file = f"/plans/api/v1/commitments/{proof.commitment_id}/proofs/{proof.id}/file"
    return own | {"file": file if _has_file(proof) else None}


def _has_file(proof: Proof) -> bool:
    return proof.kind is not ProofKind.LINK and proof.removed_at is None


def _seen(commitment_id: UUID) -> list[Proof]:
    """Return the proofs that the caller may see: those of the public have passed."""
    within = thing().community_id in readable()
    with site().database.unit_of_work(read_only=True) as uow:
        reader = reader_of_commitment(uow, commitment_id, within=within)
        return [proof for proof in proofs_of(uow, commitment_id) if reader.may_read(proof.update_id)]


def _upload() -> Upload:
    """Return the file of the form; raise a Problem that names the part when it is none that is kept."""
    sent = flask.request.files.get(PART)
    if sent is None:
        raise Problem(422, "Where is the file?", f"Send one form's part called {PART}.")
    try:
        return read_upload(sent.filename or "", sent.read())
    except FileRefused as refusal:
        errors = [{"field": f"/{PART}", "message": str(refusal)}]
        raise Problem(422, "The file cannot be kept", str(refusal), errors) from refusal


def _proof(commitment_id: UUID, proof_id: UUID) -> Proof:
    found = next((each for each in _seen(commitment_id) if each.id == proof_id), None)
    if found is None or not _has_file(found):
        raise NotFound
    return found
