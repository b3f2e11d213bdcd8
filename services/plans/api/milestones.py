"""The backcast steps of a plan."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import examples, schemas
from services.plans.api.requests import ONCE, READ, WRITE, blueprint
from services.plans.db.queries.roadmap import milestones_of
from services.plans.domain.milestones import Milestone
from services.plans.use_cases.milestones import add_milestone
from shared.http.once import writing
from shared.http.site import site

routes = blueprint("milestones", "/plans", "The steps of a plan: what must be true by then.")


@routes.route("/<uuid:plan_id>/milestones")
class Milestones(MethodView):
    """The steps of one plan."""

    @READ
    @routes.response(200, schemas.MilestoneList, example=examples.MILESTONE_LIST)
    def get(self, plan_id: UUID) -> dict[str, list[Milestone]]:
        """List the plan's steps, from the horizon back to today."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": milestones_of(uow, plan_id)}

    @WRITE
    @ONCE
    @routes.arguments(schemas.NewMilestone, example=examples.NEW_MILESTONE)
    @routes.response(201, schemas.Milestone, example=examples.MILESTONE)
    def post(self, body: dict[str, Any], plan_id: UUID) -> Milestone:
        """Add a step to the plan."""
        with writing() as uow:
            return add_milestone(uow, plan_id, **body)
