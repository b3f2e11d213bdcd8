"""What a request brings of a sheet, and how it is told that it brought none."""

from typing import Any

import flask
from marshmallow import ValidationError

from services.plans.api import import_examples as examples
from services.plans.api import import_schemas as schemas
from services.plans.domain.matching import ColumnsRefused
from services.plans.use_cases.imports import Upload
from services.plans.use_cases.matching import Choices
from services.plans.use_cases.sheet_files import too_large
from shared.http.problems import Problem, respond

BODY = {
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


def refuse_large(_fault: Exception) -> flask.Response:
    """Say how large a sheet may be."""
    return respond(Problem(413, "The sheet is too large", too_large(flask.request.content_length)))


def refuse_columns(refusal: ColumnsRefused) -> flask.Response:
    """Name the columns that cannot be what was said."""
    errors = [
        {"field": f"/columns/{_pointed(column.name)}", "message": fault.reason}
        for fault in refusal.faults
        for column in fault.columns
    ]
    return respond(Problem(422, "The columns cannot be read so", str(refusal), errors))


def _pointed(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def columns_of(query: dict[str, Any]) -> Choices | None:
    """Return what was said of the columns, in the address or in the form that brings the sheet."""
    sent = flask.request.form.get("columns") if flask.request.mimetype == "multipart/form-data" else None
    if sent is None:
        return query.get("columns")
    try:
        chosen: Choices = schemas.ImportQuery(only=["columns"]).load({"columns": sent})["columns"]
    except ValidationError as fault:
        errors = [{"field": "/columns", "message": "Must be a JSON object of headings and fields."}]
        raise Problem(422, "The columns cannot be read so", errors=errors) from fault
    return chosen


def upload_of(name: str) -> Upload:
    """Read the sheet that the request brings; raise SheetRefused where it is none."""
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
