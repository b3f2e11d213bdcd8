"""Sheets imported into a plan: what each row says, what is wrong with it, and what was made of it."""

from typing import Any
from uuid import UUID

import flask
from flask.views import MethodView

from services.plans.api import import_examples as examples
from services.plans.api import import_schemas as schemas
from services.plans.api.requests import ONCE, WRITE, WRITE_SCOPE, blueprint, speaker
from services.plans.db.queries.imports import imports_of
from services.plans.domain.imports import Import
from services.plans.use_cases.imports import Upload, answer_name, apply_import, correct_row, keep_upload
from services.plans.use_cases.previews import Line, Preview, find_preview
from services.plans.use_cases.sheet_files import MOST_BODY, too_large
from shared.contracts import Role
from shared.http.access import access, allow
from shared.http.once import writing
from shared.http.problems import Problem, respond
from shared.http.site import site

routes = blueprint("imports", "/plans/<uuid:plan_id>/imports", "Sheets that become commitments.")

UPLOAD = access(allow(Role.COORDINATOR, scope=WRITE_SCOPE), max_body=MOST_BODY)
_BODY = {
    "content": {
        "text/csv": {"schema": {"type": "string"}, "example": examples.SHEET},
        "text/tab-separated-values": {
            "schema": {"type": "string"},
            "example": examples.SHEET.replace(",", "\t"),
        },
        "application/octet-stream": {
            "schema": {"type": "string", "format": "binary"},
            "example": examples.SHEET,
        },
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}},
            "example": {"file": examples.SHEET},
        },
    }
}


@routes.route("")
class Imports(MethodView):
    """The imports of one plan."""

    @WRITE
    @routes.response(200, schemas.ImportList, example=examples.IMPORT_LIST)
    def get(self, plan_id: UUID) -> dict[str, list[Import]]:
        """List the plan's imports, the newest first."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": imports_of(uow, plan_id)}

    @UPLOAD
    @ONCE
    @routes.doc(requestBody=_BODY)
    @routes.arguments(schemas.ImportQuery, location="query")
    @routes.response(201, schemas.Import, example=examples.IMPORT)
    def post(self, query: dict[str, Any], plan_id: UUID) -> Any:
        """Take a sheet and import its good rows, or with `dry_run` only look.

        It is CSV, XLSX, ODS or XLS, or cells copied in a spreadsheet program, 5 MB at most. Rows with faults
        stay in the import, can be mended there and applied later. A file that cannot be read at all is
        refused with 422, and nothing of it is kept.
        """
        upload = _upload(query.get("file_name", ""))
        with writing() as uow:
            preview = keep_upload(uow, plan_id, upload, speaker())
            if preview.ready and not query["dry_run"]:
                preview = apply_import(uow, preview.id)
        return _shown(preview), 201, {"Location": f"/plans/api/v1/plans/{plan_id}/imports/{preview.id}"}


@routes.route("/<uuid:import_id>")
class OneImport(MethodView):
    """One import."""

    @WRITE
    @routes.response(200, schemas.Import, example=examples.IMPORT)
    def get(self, plan_id: UUID, import_id: UUID) -> dict[str, Any]:
        """Read the import with all its rows, as they stand now."""
        with site().database.unit_of_work(read_only=True) as uow:
            return _shown(find_preview(uow, plan_id, import_id))


@routes.route("/<uuid:import_id>/apply")
class AppliedImport(MethodView):
    """Making commitments of an import's rows."""

    @WRITE
    @ONCE
    @routes.response(200, schemas.Import, example=examples.IMPORT)
    def post(self, plan_id: UUID, import_id: UUID) -> dict[str, Any]:
        """Apply the rows that are ready; done again, it applies only what was mended since."""
        with writing() as uow:
            find_preview(uow, plan_id, import_id)
            return _shown(apply_import(uow, import_id))


@routes.route("/<uuid:import_id>/rows/<int:number>")
class OneRow(MethodView):
    """One row of an import."""

    @WRITE
    @routes.arguments(schemas.MendedRow, example=examples.MENDED_ROW)
    @routes.response(200, schemas.Import, example=examples.IMPORT)
    def patch(self, body: dict[str, Any], plan_id: UUID, import_id: UUID, number: int) -> dict[str, Any]:
        """Type cells of the row anew; what the file held is kept besides."""
        with site().database.unit_of_work() as uow:
            find_preview(uow, plan_id, import_id)
            return _shown(correct_row(uow, import_id, number, body["cells"]))


@routes.route("/<uuid:import_id>/names")
class CalledNames(MethodView):
    """Whom the names in an import mean."""

    @WRITE
    @ONCE
    @routes.arguments(schemas.Called, example=examples.CALLED)
    @routes.response(200, schemas.Import, example=examples.IMPORT)
    def post(self, body: dict[str, Any], plan_id: UUID, import_id: UUID) -> dict[str, Any]:
        """Say whether a name that is like a known organisation's means that one or a new one."""
        with writing() as uow:
            find_preview(uow, plan_id, import_id)
            return _shown(answer_name(uow, import_id, body["name"], body["means"]))


def _refuse_large(_fault: Exception) -> flask.Response:
    """Say how large a sheet may be."""
    return respond(Problem(413, "The sheet is too large", too_large(flask.request.content_length)))


routes.register_error_handler(413, _refuse_large)


def _upload(name: str) -> Upload:
    if flask.request.mimetype == "text/tab-separated-values":
        return Upload.pasted(flask.request.get_data())
    return Upload.read(*_file(name))


def _file(name: str) -> tuple[str, bytes]:
    if flask.request.mimetype != "multipart/form-data":
        return name, flask.request.get_data()
    file = flask.request.files.get("file")
    if file is None:
        raise Problem(422, "Where is the sheet?", "Send it as the form's part called file.")
    return name or file.filename or "", file.read()


def _shown(preview: Preview) -> dict[str, Any]:
    own = {name: getattr(preview.of, name) for name in schemas.ImportSummary().fields}
    counts = {"ready": len(preview.ready), "bad": len(preview.bad), "doubts": preview.doubts}
    return own | counts | {"rows": [_row(line) for line in preview.lines]}


def _row(line: Line) -> dict[str, Any]:
    kept, checked = line.kept, line.checked
    done = kept.commitment_id is not None
    return {
        "number": kept.number,
        "fate": line.fate,
        "cells": kept.cells,
        "others": kept.others,
        "typed": kept.typed,
        "commitment_id": kept.commitment_id,
        "faults": () if done else checked.faults,
        "warnings": () if done else checked.warnings,
    }
