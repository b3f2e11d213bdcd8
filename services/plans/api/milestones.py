"""The backcast steps of a plan."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import examples, milestone_schemas
from services.plans.api.requests import IF_MATCH, ONCE, READ, WRITE, blueprint, expected_version
from services.plans.db.queries.roadmap import milestone_in, milestones_of
from services.plans.domain.milestones import Milestone
from services.plans.use_cases.milestones import add_milestone, change_milestone, remove_milestone
from services.plans.use_cases.outcomes import NotFound
from shared.http.once import writing
from shared.http.site import site
from shared.http.tags import tagged

routes = blueprint("milestones", "/plans", "The steps of a plan: what must be true by then.")


@routes.route("/<uuid:plan_id>/milestones")
class Milestones(MethodView):
    """The steps of one plan."""

    @READ
    @routes.response(200, milestone_schemas.MilestoneList, example=examples.MILESTONE_LIST)
    def get(self, plan_id: UUID) -> dict[str, list[Milestone]]:
        """List the plan's steps, from the horizon back to today."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": milestones_of(uow, plan_id)}

    @WRITE
    @ONCE
    @routes.arguments(milestone_schemas.NewMilestone, example=examples.NEW_MILESTONE)
    @routes.response(201, milestone_schemas.Milestone, example=examples.MILESTONE)
    def post(self, body: dict[str, Any], plan_id: UUID) -> Milestone:
        """Add a step to the plan."""
        with writing() as uow:
            return add_milestone(uow, plan_id, **body)


@routes.route("/<uuid:plan_id>/milestones/<uuid:milestone_id>")
class OneMilestone(MethodView):
    """One step."""

    @READ
    @routes.response(200, milestone_schemas.Milestone, example=examples.MILESTONE)
    def get(self, plan_id: UUID, milestone_id: UUID) -> Milestone:
        """Read the step."""
        with site().database.unit_of_work(read_only=True) as uow:
            milestone = milestone_in(uow, plan_id, milestone_id)
        if milestone is None:
            raise NotFound
        tagged(milestone.version)
        return milestone

    @WRITE
    @routes.doc(parameters=[IF_MATCH])
    @routes.arguments(milestone_schemas.MilestoneChange, example=examples.MILESTONE_CHANGE)
    @routes.response(200, milestone_schemas.Milestone, example=examples.MILESTONE)
    def patch(self, body: dict[str, Any], plan_id: UUID, milestone_id: UUID) -> Milestone:
        """Change what must be true or by when; the steps stand in the order of their dates."""
        with site().database.unit_of_work() as uow:
            milestone = change_milestone(uow, plan_id, milestone_id, expected_version(), body)
        tagged(milestone.version)
        return milestone

    @WRITE
    @routes.doc(parameters=[IF_MATCH])
    @routes.response(204)
    def delete(self, plan_id: UUID, milestone_id: UUID) -> None:
        """Take the step out of the plan, as long as no commitment leads to it."""
        with site().database.unit_of_work() as uow:
            remove_milestone(uow, plan_id, milestone_id, expected_version())
