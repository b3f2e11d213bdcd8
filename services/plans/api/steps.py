"""The steps of a commitment: a short checklist."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import step_schemas as schemas
from services.plans.api.requests import ONCE, READ, WRITE, blueprint, readable, speaker
from services.plans.domain.commitments import Commitment
from services.plans.domain.steps import Step
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.steps import add_steps, remove_step, reword_step, step_of, tick_step
from services.plans.use_cases.updates import locked_commitment
from shared.db.unit_of_work import UnitOfWork
from shared.http.once import writing
from shared.http.site import site

routes = blueprint("steps", "/commitments", "A commitment's checklist.")


@routes.route("/<uuid:commitment_id>/steps")
class Steps(MethodView):
    """The steps of one commitment."""

    @READ
    @routes.response(200, schemas.StepList, example=schemas.STEP_LIST)
    def get(self, commitment_id: UUID) -> dict[str, Any]:
        """List the steps in their order."""
        with site().database.unit_of_work(read_only=True) as uow:
            commitment = _found(uow, commitment_id)
            return {"items": shown_steps(commitment.steps, within=commitment.community_id in readable())}

    @WRITE
    @ONCE
    @routes.arguments(schemas.NewStep, example=schemas.NEW_STEP)
    @routes.response(201, schemas.Step, example=schemas.STEP)
    def post(self, body: dict[str, Any], commitment_id: UUID) -> Any:
        """Add a step at the end; a commitment has 20 at most."""
        with writing() as uow:
            (step,) = add_steps(uow, commitment_id, [body["text"]], speaker())
        path = f"/plans/api/v1/commitments/{commitment_id}/steps/{step.id}"
        return _shown(step, within=True), 201, {"Location": path}


@routes.route("/<uuid:commitment_id>/steps/<uuid:step_id>")
class OneStep(MethodView):
    """One step."""

    @WRITE
    @routes.arguments(schemas.StepChange, example=schemas.STEP_CHANGE)
    @routes.response(200, schemas.Step, example=schemas.STEP)
    def patch(self, body: dict[str, Any], commitment_id: UUID, step_id: UUID) -> dict[str, Any]:
        """Reword, tick or untick the step; each change stands in the history, done again it is none."""
        with site().database.unit_of_work() as uow:
            step = step_of(locked_commitment(uow, commitment_id), step_id)
            if "text" in body:
                step = reword_step(uow, commitment_id, step_id, body["text"], speaker())
            if "done" in body:
                step = tick_step(uow, commitment_id, step_id, done=body["done"], actor=speaker())
        return _shown(step, within=True)

    @WRITE
    @routes.response(204)
    def delete(self, commitment_id: UUID, step_id: UUID) -> None:
        """Take the step off the checklist, whether it was on it or not."""
        with site().database.unit_of_work() as uow:
            remove_step(uow, commitment_id, step_id, speaker())


def shown_steps(steps: Iterable[Step], *, within: bool) -> list[dict[str, Any]]:
    """Return the steps; `within` the community with who ticked them."""
    return [_shown(step, within=within) for step in steps]


def _shown(step: Step, *, within: bool) -> dict[str, Any]:
    return {
        "id": step.id,
        "text": step.text,
        "done": step.done,
        "done_at": step.done_at,
        "done_by": step.done_by if within else None,
    }


def _found(uow: UnitOfWork, commitment_id: UUID) -> Commitment:
    commitment = uow.session.get(Commitment, commitment_id)
    if commitment is None:
        raise NotFound
    return commitment
