"""100-day runs: commitments worked at intensively, looked at five times, and reviewed at the end."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import run_schemas as schemas
from services.plans.api.plans import plan_of
from services.plans.api.requests import ONCE, READ, WRITE, blueprint, readable
from services.plans.db.queries.days import today_in
from services.plans.db.queries.runs import CheckInRow, check_ins_of, counts_in, days_made, runs_of
from services.plans.domain.runs import Review, Run
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.runs import begin_run, check_in, end_run, put_in, take_out
from shared.db.unit_of_work import UnitOfWork
from shared.http.caller import caller
from shared.http.once import writing
from shared.http.site import site
from shared.http.tags import tagged

routes = blueprint("runs", "", "100 days of small commitments, worked at intensively.")


@routes.route("/plans/<uuid:plan_id>/runs")
class PlanRuns(MethodView):
    """The runs of one plan."""

    @READ
    @routes.response(200, schemas.RunList, example=schemas.RUN_LIST)
    def get(self, plan_id: UUID) -> dict[str, Any]:
        """List the plan's runs, the newest first."""
        with site().database.unit_of_work(read_only=True) as uow:
            plan_of(uow, plan_id)
            return {"items": [_shown(uow, run) for run in runs_of(uow, plan_id)]}

    @WRITE
    @ONCE
    @routes.arguments(schemas.NewRun, example=schemas.NEW_RUN)
    @routes.response(201, schemas.Run, example=schemas.RUN)
    def post(self, body: dict[str, Any], plan_id: UUID) -> Any:
        """Begin a run; it may carry on what is still open of a former one."""
        with writing() as uow:
            run = begin_run(uow, plan_id, caller().person_id, **body)
            answer = _shown(uow, run)
        return answer, 201, {"Location": f"/plans/api/v1/runs/{answer['id']}"}


@routes.route("/runs/<uuid:run_id>")
class OneRun(MethodView):
    """One run."""

    @READ
    @routes.response(200, schemas.Run, example=schemas.RUN)
    def get(self, run_id: UUID) -> dict[str, Any]:
        """Read the run; `commitments?run=` lists what is in it."""
        with site().database.unit_of_work(read_only=True) as uow:
            return _shown(uow, _run(uow, run_id))


@routes.route("/runs/<uuid:run_id>/commitments/<uuid:of_plan_id>")
class RunCommitment(MethodView):
    """That a commitment is in a run."""

    @WRITE
    @routes.response(204)
    def put(self, run_id: UUID, of_plan_id: UUID) -> None:
        """Put a commitment of the plan into the run. Again it changes nothing."""
        with site().database.unit_of_work() as uow:
            put_in(uow, run_id, of_plan_id, caller().person_id)

    @WRITE
    @routes.response(204)
    def delete(self, run_id: UUID, of_plan_id: UUID) -> None:
        """Take a commitment out of the run, whether it was in it or not; it stays in the plan."""
        with site().database.unit_of_work() as uow:
            take_out(uow, run_id, of_plan_id, caller().person_id)


@routes.route("/runs/<uuid:run_id>/check-ins")
class CheckIns(MethodView):
    """How a run stood on its days."""

    @READ
    @routes.response(200, schemas.CheckInList, example=schemas.CHECK_IN_LIST)
    def get(self, run_id: UUID) -> dict[str, list[CheckInRow]]:
        """List the check-ins by their days; who noted what is told to the community alone."""
        with site().database.unit_of_work(read_only=True) as uow:
            within = _run(uow, run_id).community_id in readable()
            return {"items": check_ins_of(uow, run_id, within=within)}

    @WRITE
    @ONCE
    @routes.arguments(schemas.NewCheckIn, example=schemas.NEW_CHECK_IN)
    @routes.response(201, schemas.CheckIn, example=schemas.CHECK_IN)
    def post(self, body: dict[str, Any], run_id: UUID) -> CheckInRow:
        """Keep how the run stands on a day that has come; it is never changed afterwards."""
        with writing() as uow:
            check_in(uow, run_id, caller().person_id, **body)
            made = check_ins_of(uow, run_id, within=True)
        return next(each for each in made if each.day == body["day"])


@routes.route("/runs/<uuid:run_id>/review")
class RunReview(MethodView):
    """What came of a run."""

    @READ
    @routes.response(200, schemas.RunReview, example=schemas.REVIEW)
    def get(self, run_id: UUID) -> Run:
        """Read what came of the run; all is empty while it goes on."""
        with site().database.unit_of_work(read_only=True) as uow:
            return _run(uow, run_id)

    @WRITE
    @ONCE
    @routes.arguments(schemas.RunReview, example=schemas.REVIEW)
    @routes.response(201, schemas.Run, example=schemas.RUN)
    def post(self, body: dict[str, Any], run_id: UUID) -> dict[str, Any]:
        """End the run with what came of it, on its last day or before; its commitments stay in the plan."""
        with writing() as uow:
            return _shown(uow, end_run(uow, run_id, Review(**body), caller().person_id))


def _run(uow: UnitOfWork, run_id: UUID) -> Run:
    run = uow.session.get(Run, run_id)
    if run is None:
        raise NotFound
    tagged(run.version)
    return run


def _shown(uow: UnitOfWork, run: Run) -> dict[str, Any]:
    today = today_in(uow, run.community_id)
    own = {name: getattr(run, name) for name in schemas.Run().fields if hasattr(run, name)}
    due = run.due_checks(today, days_made(uow, run.id))
    return own | {"day": run.number_of(today), "due_check_ins": due, "counts": counts_in(uow, run.id)}
