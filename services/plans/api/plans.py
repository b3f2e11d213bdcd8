"""Plans."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import examples, plan_schemas
from services.plans.api.requests import IF_MATCH, ONCE, READ, WRITE, blueprint, expected_version, readable
from services.plans.db.queries.plans import find_plans
from services.plans.domain.licences import Licence
from services.plans.domain.plans import DEFAULT_HEADINGS, USUAL_INTERVAL, Plan, Vision
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.plans import PlanDetails, change_plan, create_plan
from shared.db.unit_of_work import UnitOfWork
from shared.http.communities import chosen_community
from shared.http.once import writing
from shared.http.pages import PageQuery, id_after, link_header, page_of
from shared.http.site import site
from shared.http.tags import tagged

routes = blueprint("plans", "/plans", "What backcasting workshops produce.", present=plan_schemas.Plan().dump)


@routes.route("")
class Plans(MethodView):
    """All plans that the caller may see."""

    @READ
    @routes.arguments(PageQuery, location="query")
    @routes.response(200, plan_schemas.PlanPage, example=examples.PLAN_PAGE)
    def get(self, query: dict[str, Any]) -> Any:
        """List the public plans and those of the caller's communities, in the order of their ids."""
        limit = query["limit"]
        with site().database.unit_of_work(read_only=True) as uow:
            found = find_plans(
                uow, readable(), public_too=True, after=id_after(query.get("after")), limit=limit + 1
            )
        page = page_of(found, limit, lambda plan: [str(plan.id)])
        return page, 200, link_header(page)

    @WRITE
    @ONCE
    @routes.arguments(plan_schemas.NewPlan, example=examples.NEW_PLAN)
    @routes.response(201, plan_schemas.Plan, example=examples.PLAN)
    def post(self, body: dict[str, Any]) -> Any:
        """Make a plan with its vision."""
        community_id = chosen_community(body)
        with writing() as uow:
            made = create_plan(
                uow,
                community_id,
                name=body["name"],
                vision=Vision(**body["vision"]),
                horizon=body["horizon"],
                headings=body.get("headings", DEFAULT_HEADINGS),
                public=body.get("public", False),
                moderated=body.get("moderated", False),
                update_interval=body.get("update_interval", USUAL_INTERVAL),
                licence=body.get("licence", Licence.NONE),
            )
        tagged(made.version)
        return made, 201, {"Location": f"/plans/api/v1/plans/{made.id}"}


@routes.route("/<uuid:plan_id>")
class OnePlan(MethodView):
    """One plan."""

    @READ
    @routes.response(200, plan_schemas.Plan, example=examples.PLAN)
    def get(self, plan_id: UUID) -> Plan:
        """Read the plan."""
        with site().database.unit_of_work(read_only=True) as uow:
            plan = plan_of(uow, plan_id)
        tagged(plan.version)
        return plan

    @WRITE
    @routes.doc(parameters=[IF_MATCH])
    @routes.arguments(plan_schemas.PlanChange, example=examples.PLAN_CHANGE)
    @routes.response(200, plan_schemas.Plan, example=examples.PLAN)
    def patch(self, body: dict[str, Any], plan_id: UUID) -> Plan:
        """Change the plan, if it is still at the version that the caller means."""
        vision = body.pop("vision", None)
        details = PlanDetails(vision=Vision(**vision) if vision else None, **body)
        with site().database.unit_of_work() as uow:
            plan = change_plan(uow, plan_id, expected_version(), details)
        tagged(plan.version)
        return plan


def plan_of(uow: UnitOfWork, plan_id: UUID) -> Plan:
    """Return the plan; raise NotFound when there is none."""
    plan = uow.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    return plan
