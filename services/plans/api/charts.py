"""The figures behind the charts of a plan, as programs read them."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import chart_schemas as schemas
from services.plans.api.plans import plan_of
from services.plans.api.requests import READ, blueprint, naming
from services.plans.db.queries.charts import charts_of
from services.plans.db.queries.days import moment_in
from services.plans.db.queries.status import figures_of
from services.plans.db.queries.tallies import Extent
from services.plans.domain.charts import Load
from services.plans.domain.status import Scope
from shared.http.site import site

routes = blueprint("charts", "", "How a plan came here, who carries how much, and how late what is late is.")


@routes.route("/plans/<uuid:plan_id>/charts")
class PlanCharts(MethodView):
    """The charts of one plan."""

    @READ
    @routes.arguments(schemas.ChartsQuery, location="query")
    @routes.response(200, schemas.Charts, example=schemas.CHARTS)
    def get(self, query: dict[str, Any], plan_id: UUID) -> dict[str, Any]:
        """Read the figures of the plan's charts, today or as at a past day."""
        with site().database.unit_of_work(read_only=True) as uow:
            plan = plan_of(uow, plan_id)
            with naming("as_at"):
                moment = moment_in(uow, plan.community_id, query.get("as_at"))
            figures = figures_of(uow, Extent.plan(plan_id), moment, [Scope.ORGANISATION])
            charts = charts_of(uow, plan, moment, figures)
        return {
            "plan_id": plan_id,
            "day": charts.day,
            "burn_up": charts.burn_up,
            "workload": [_shown(load) for load in charts.workload],
            "ages": charts.ages,
        }


def _shown(load: Load) -> dict[str, Any]:
    named = {"id": UUID(load.key) if load.key else None, "name": load.name or None}
    return named | {"open": load.open, "overdue": load.overdue}
