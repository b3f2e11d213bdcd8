"""Closing plans, opening them again, and what was carried over."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import closing_schemas, examples, plan_schemas
from services.plans.api.requests import (
    IF_MATCH,
    READ,
    WRITE,
    blueprint,
    expected_version,
    readable,
    speaker,
)
from services.plans.db.queries.carry_overs import Twins, twins_of
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.closings import close_plan, reopen_plan
from shared.http.site import site
from shared.http.tags import tagged

routes = blueprint("closings", "", "Plans that are closed, and what of them goes on in others.")


@routes.route("/plans/<uuid:plan_id>/closing")
class OneClosing(MethodView):
    """That a plan is closed."""

    @WRITE
    @routes.doc(parameters=[IF_MATCH])
    @routes.arguments(closing_schemas.Closing, example=closing_schemas.CLOSING)
    @routes.response(200, plan_schemas.Plan, example=closing_schemas.CLOSED_PLAN)
    def put(self, body: dict[str, Any], plan_id: UUID) -> Plan:
        """Close the plan; each commitment that is named goes on in its other plan, or nothing changes."""
        carried = {each["commitment_id"]: each["plan_id"] for each in body["carry_over"]}
        if len(carried) < len(body["carry_over"]):
            raise Refused("A commitment can go to one plan only, so name each once.")
        with site().database.unit_of_work() as uow:
            plan = close_plan(uow, plan_id, expected_version(), body["line"], carried, speaker())
        tagged(plan.version)
        return plan

    @WRITE
    @routes.doc(parameters=[IF_MATCH])
    @routes.response(200, plan_schemas.Plan, example=examples.PLAN)
    def delete(self, plan_id: UUID) -> Plan:
        """Open the plan again. What was carried over stays where it went."""
        with site().database.unit_of_work() as uow:
            plan = reopen_plan(uow, plan_id, expected_version())
        tagged(plan.version)
        return plan


@routes.route("/commitments/<uuid:commitment_id>/carry-overs")
class CommitmentCarryOvers(MethodView):
    """Where a commitment was carried over from, and where to."""

    @READ
    @routes.response(200, closing_schemas.Twins, example=closing_schemas.TWINS)
    def get(self, commitment_id: UUID) -> Twins:
        """Read both sides."""
        with site().database.unit_of_work(read_only=True) as uow:
            return twins_of(uow, commitment_id, readable())
