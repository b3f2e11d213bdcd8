"""Many updates of a plan's commitments at a time."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import batch_examples as examples
from services.plans.api import batch_schemas as schemas
from services.plans.api.commitments import some_shown
from services.plans.api.plans import plan_of
from services.plans.api.refusals import problem_of
from services.plans.api.requests import ONCE, WRITE, blueprint, linked, needed, spoken
from services.plans.domain.commitments import Details
from services.plans.use_cases.batches import BatchRefused, Outcome, Refusal, Wanted, record_batch
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork
from shared.http.once import writing
from shared.http.problems import Problem

routes = blueprint("batches", "/plans", "Many updates at a time, each with its own result.")

UNFIT = 422


@routes.route("/<uuid:plan_id>/updates")
class PlanUpdates(MethodView):
    """What is said about many commitments of one plan."""

    @WRITE
    @ONCE
    @routes.arguments(schemas.NewBatch, example=examples.NEW_BATCH)
    @routes.response(207, schemas.BatchReport, example=examples.BATCH_REPORT)
    def post(self, body: dict[str, Any], plan_id: UUID) -> dict[str, Any]:
        """Say how up to 500 commitments go, each if it is still at the version that the caller means.

        Each update has its own result. With `all_or_nothing`, one that cannot be done keeps out all of
        them: the answer is then 422, or 409 where only the commitments' present state is in the way, and
        names every fault.
        """
        batch = [_wanted(dict(update)) for update in body["updates"]]
        with writing() as uow:
            try:
                outcomes = record_batch(uow, plan_id, batch, all_or_nothing=body["all_or_nothing"])
            except BatchRefused as refused:
                raise _nothing_done(batch, refused.outcomes) from refused
            return _report(uow, plan_id, outcomes)


def _wanted(update: dict[str, Any]) -> Wanted:
    by_id, by_reference = update.pop("commitment_id", None), update.pop("reference", None)
    actor = spoken(update)
    version, action = update.pop("version"), update.pop("action")
    need, proofs = needed(update), linked(update)
    return Wanted(
        name=by_id or by_reference,
        version=version,
        action=action,
        details=Details(**update),
        actor=actor,
        need=need,
        proofs=proofs,
    )


def _report(uow: UnitOfWork, plan_id: UUID, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    ids = {outcome.commitment.id for outcome in outcomes if outcome.commitment}
    shown = some_shown(uow, plan_of(uow, plan_id).community_id, ids)
    done = sum(outcome.refusal is None for outcome in outcomes)
    items = [_result(outcome, shown) for outcome in outcomes]
    return {"done": done, "refused": len(outcomes) - done, "items": items}


def _result(outcome: Outcome, shown: Mapping[UUID, Mapping[str, Any]]) -> dict[str, Any]:
    problem = _problem(outcome.refusal) if outcome.refusal else None
    return {
        "status": problem.status if problem else 200,
        "commitment": shown[outcome.commitment.id] if outcome.commitment else None,
        "problem": problem.body() if problem else None,
    }


def _problem(refusal: Refusal) -> Problem:
    if isinstance(refusal, NotFound):
        return Problem(404, "There is no such commitment", "The plan has none of this id or reference.")
    return problem_of(refusal)


def _nothing_done(batch: Sequence[Wanted], outcomes: Sequence[Outcome]) -> Problem:
    refused = {
        number: (wanted, _problem(outcome.refusal))
        for number, (wanted, outcome) in enumerate(zip(batch, outcomes, strict=True))
        if outcome.refusal
    }
    errors = [
        {"field": f"/updates/{number}{pointer}", "message": message}
        for number, (wanted, problem) in refused.items()
        for pointer, message in _faults(wanted, problem)
    ]
    unfit = any(problem.status == UNFIT for _, problem in refused.values())
    detail = f"{len(refused)} of {len(batch)} updates cannot be done, so none of them was."
    return Problem(UNFIT if unfit else 409, "Nothing was done", detail, errors)


def _faults(wanted: Wanted, problem: Problem) -> list[tuple[str, str]]:
    if problem.errors:
        return [(each["field"], each["message"]) for each in problem.errors]
    named_by = "/reference" if isinstance(wanted.name, str) else "/commitment_id"
    pointer = {404: named_by, 409: "/action", 412: "/version"}.get(problem.status, "")
    return [(pointer, problem.detail or problem.title)]
