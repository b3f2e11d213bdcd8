"""A plan as a file: for spreadsheet programs, which an import reads back, and for others as JSON."""

import io
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import flask
from flask.views import MethodView
from marshmallow import fields

from services.plans.api import import_examples as examples
from services.plans.api.asset_schemas import ORIGIN, PLAN_ASSET_LIST, Origin, PlanAsset
from services.plans.api.assets import assets_shown
from services.plans.api.commitments import shown_of_plan
from services.plans.api.consents import consents_shown
from services.plans.api.examples import WAITS
from services.plans.api.export_schemas import PlanExport
from services.plans.api.plans import plan_of
from services.plans.api.proofs import proof_shown
from services.plans.api.requests import READ, WRITE_SCOPE, blueprint, readable
from services.plans.api.wait_schemas import Wait
from services.plans.db.queries.assets import origins_in_plan
from services.plans.db.queries.days import today_in
from services.plans.db.queries.exports import exported
from services.plans.db.queries.moderation import reader_of_plan
from services.plans.db.queries.proofs import proofs_in_plan
from services.plans.db.queries.roadmap import milestones_of
from services.plans.db.queries.waits import waits_in_plan
from services.plans.domain.licences import TERMS
from services.plans.domain.plans import Plan
from services.plans.use_cases.sheet_files.writing import FORMATS
from shared.contracts import Role
from shared.http.caller import caller
from shared.http.site import site

routes = blueprint("exports", "/plans/<uuid:plan_id>", "A plan as a file.")

_SEPARATOR = re.compile(r"[/\\:]")
"""What file systems take for the end of a folder's name."""


def files_of(formats: Mapping[str, tuple[str, Any]]) -> dict[str, Any]:
    """Return the description of an answer that is a file of one of these formats."""
    binary = {"schema": {"type": "string", "format": "binary"}, "example": examples.SHEET}
    return {
        "responses": {
            "200": {"description": "The file.", "content": {kind: binary for kind, _ in formats.values()}}
        }
    }


def file_of(content: bytes, kind: str, name: str, plan: Plan) -> flask.Response:
    """Return the file, by a name that any file system takes, with the plan's licence."""
    told = _SEPARATOR.sub("-", name)
    response = flask.send_file(io.BytesIO(content), kind, as_attachment=True, download_name=told)
    response.headers.update(licence_header(plan))
    return response


def licence_header(plan: Plan) -> dict[str, str]:
    """Return the Link header that names the licence (RFC 8288), if the plan states one."""
    address = TERMS[plan.licence].address
    return {"Link": f'<{address}>; rel="license"'} if address else {}


class WholePlan(PlanExport):
    """The whole of a plan, who in it is waiting on whom, and what it came from and builds on."""

    waits = fields.List(fields.Nested(Wait), required=True)
    assets = fields.List(
        fields.Nested(PlanAsset), required=True, metadata={"description": "Empty outside the community."}
    )
    origins = fields.List(
        fields.Nested(Origin), required=True, metadata={"description": "Empty outside the community."}
    )


BESIDES = {"waits": WAITS["items"], "assets": PLAN_ASSET_LIST["items"], "origins": [ORIGIN]}


@routes.route("/export.json")
class JsonExport(MethodView):
    """The whole of a plan as JSON."""

    @READ
    @routes.response(200, WholePlan, example={**examples.PLAN_EXPORT, **BESIDES})
    def get(self, plan_id: UUID) -> Any:
        """Read the plan, its consents, steps, commitments and proofs, as the caller may see them."""
        with site().database.unit_of_work(read_only=True) as uow:
            plan = plan_of(uow, plan_id)
            within = plan.community_id in readable()
            reader = reader_of_plan(uow, plan_id, within=within)
            proofs = [each for each in proofs_in_plan(uow, plan_id) if reader.may_read(each.update_id)]
            shown = {
                "plan": plan,
                "consents": consents_shown(uow, plan_id),
                "milestones": milestones_of(uow, plan_id),
                "commitments": shown_of_plan(uow, plan_id, today_in(uow, plan.community_id)),
                "proofs": [proof_shown(proof) for proof in proofs],
                "waits": waits_in_plan(uow, plan_id, readable()),
                "assets": assets_shown(uow, plan_id) if within else [],
                "origins": origins_in_plan(uow, plan_id) if within else [],
            }
        return shown, 200, licence_header(plan)


@routes.route("/export.<any(csv, xlsx):ending>")
class SheetExport(MethodView):
    """A plan's commitments as a sheet."""

    @READ
    @routes.doc(**files_of(FORMATS))
    def get(self, plan_id: UUID, ending: str) -> flask.Response:
        """Download the commitments by their references, in the columns that an import reads.

        Formulas are defused, zeros in front are kept. Contacts are in it for coordinators and for tokens
        that may write; what people said, where each came from and what it builds on for the community.
        """
        kind, write = FORMATS[ending]
        with site().database.unit_of_work(read_only=True) as uow:
            plan = plan_of(uow, plan_id)
            within = plan.community_id in readable()
            rows = exported(uow, plan, with_contacts=_may_know_contacts(plan.community_id), within=within)
            name = f"{plan.name} {today_in(uow, plan.community_id)}.{ending}"
        return file_of(write(rows), kind, name, plan)


def _may_know_contacts(community_id: UUID) -> bool:
    who = caller()
    keeps = who.kind == "person" or WRITE_SCOPE in who.scopes
    return keeps and community_id in who.communities(Role.COORDINATOR)
