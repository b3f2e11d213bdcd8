"""Drafts: rows of sheets that nobody understood, for programs to finish or throw away."""

from typing import Any
from uuid import UUID

import flask
from flask.views import MethodView

from services.plans.api import commitment_schemas, examples, import_examples, import_schemas
from services.plans.api.commitments import one_shown
from services.plans.api.requests import ONCE, WRITE, blueprint, speaker
from services.plans.domain.imports import Import
from services.plans.use_cases.drafts import drafts_by_import, the_draft, throw_away
from services.plans.use_cases.fates import Line
from services.plans.use_cases.finishing import Unfinished, finish_draft
from shared.http.once import writing
from shared.http.problems import Problem, respond
from shared.http.site import site

routes = blueprint("drafts", "/plans/<uuid:plan_id>/drafts", "Rows of sheets that wait to be finished.")


@routes.route("")
class Drafts(MethodView):
    """The drafts of one plan."""

    @WRITE
    @routes.response(200, import_schemas.DraftList, example=import_examples.DRAFT_LIST)
    def get(self, plan_id: UUID) -> dict[str, Any]:
        """List the plan's drafts with what is wrong with each, the oldest sheet first and in its order."""
        with site().database.unit_of_work(read_only=True) as uow:
            found = drafts_by_import(uow, plan_id)
            return {"items": [_shown(of, line) for of, lines in found for line in lines]}


@routes.route("/<uuid:draft_id>")
class OneDraft(MethodView):
    """One draft."""

    @WRITE
    @routes.response(200, import_schemas.Draft, example=import_examples.DRAFT)
    def get(self, plan_id: UUID, draft_id: UUID) -> dict[str, Any]:
        """Read the draft, while it waits."""
        with site().database.unit_of_work(read_only=True) as uow:
            preview, line = the_draft(uow, plan_id, draft_id)
            return _shown(preview.of, line)

    @WRITE
    @routes.response(204)
    def delete(self, plan_id: UUID, draft_id: UUID) -> None:
        """Throw the draft away; its row stays in the import as it was typed."""
        with site().database.unit_of_work() as uow:
            throw_away(uow, plan_id, draft_id)


@routes.route("/<uuid:draft_id>/finish")
class FinishedDraft(MethodView):
    """Making a commitment of a draft."""

    @WRITE
    @ONCE
    @routes.arguments(import_schemas.Finished, example=import_examples.FINISHED)
    @routes.response(200, commitment_schemas.Commitment, example=examples.COMMITMENT)
    def post(self, body: dict[str, Any], plan_id: UUID, draft_id: UUID) -> Any:
        """Make it a commitment with these cells, or change the one of its reference.

        What cannot be understood even so is refused with 422, which names each cell, and nothing is kept.
        """
        with writing() as uow:
            made = finish_draft(uow, plan_id, draft_id, body["cells"], speaker(), new_names=body["new_names"])
            return one_shown(uow, made.id)


def _refuse_unfinished(unfinished: Unfinished) -> flask.Response:
    """Name each cell that cannot be understood either."""
    errors = [
        {"field": f"/cells/{fault.column}", "message": f"{fault.reason} {fault.remedy}"}
        for fault in unfinished.faults
    ]
    return respond(Problem(422, "The draft is not finished yet", str(unfinished), errors))


routes.register_error_handler(Unfinished, _refuse_unfinished)


def _shown(of: Import, line: Line) -> dict[str, Any]:
    row = line.kept
    return {
        "id": row.draft_id,
        "import_id": of.id,
        "file_name": of.file_name,
        "number": row.number,
        "cells": row.cells,
        "others": row.others,
        "faults": line.checked.faults,
    }
