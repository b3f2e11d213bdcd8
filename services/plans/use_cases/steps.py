"""Keeping the steps of a commitment: each change of one is told in the history."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from services.plans.domain.amendments import amend
from services.plans.domain.commitments import Change, Commitment
from services.plans.domain.refusals import Refused
from services.plans.domain.steps import Step, StepAction, Steps, checked, swapped, turned, with_step
from services.plans.domain.updates import Actor
from services.plans.use_cases.holders import commitment_of
from services.plans.use_cases.links import Holder, record_use
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.updates import open_commitment
from shared.db.unit_of_work import UnitOfWork


def add_steps(uow: UnitOfWork, commitment_id: UUID, texts: Iterable[str], actor: Actor) -> list[Step]:
    """Add steps at the end of the checklist, and return them.

    Raises:
        NotFound: there is no such commitment.
        PlanClosed: its plan is closed.
        Refused: the commitment has ended, or would have too many.
    """
    commitment = _open(uow, commitment_id)
    added = []
    for text in texts:
        steps = with_step(commitment.steps, text)
        added.append(steps[-1])
        _record(uow, commitment, StepAction.ADD, steps, None, steps[-1], actor)
    return added


def reword_step(uow: UnitOfWork, commitment_id: UUID, step_id: UUID, text: str, actor: Actor) -> Step:
    """Say the step in other words; raise as `add_steps`, and NotFound for no such step."""
    commitment = _open(uow, commitment_id)
    step = step_of(commitment, step_id)
    reworded = replace(step, text=text)
    if reworded != step:
        _record(
            uow, commitment, StepAction.REWORD, swapped(commitment.steps, reworded), step, reworded, actor
        )
    return reworded


def tick_step(uow: UnitOfWork, commitment_id: UUID, step_id: UUID, *, done: bool, actor: Actor) -> Step:
    """Tick the step or take the tick away; done again it changes nothing. Raise as `reword_step`."""
    commitment = _open(uow, commitment_id)
    step = step_of(commitment, step_id)
    now = turned(step, done=done, at=uow.now, by=actor.person_id)
    if now is not step:
        action = StepAction.TICK if done else StepAction.UNTICK
        _record(uow, commitment, action, swapped(commitment.steps, now), step, now, actor)
    return now


def turn_steps(uow: UnitOfWork, commitment_id: UUID, wanted: Mapping[UUID, bool], actor: Actor) -> None:
    """Tick or untick each of the steps that are still there; raise as `add_steps`."""
    there = [step.id for step in _open(uow, commitment_id).steps]
    for step_id in there:
        if step_id in wanted:
            tick_step(uow, commitment_id, step_id, done=wanted[step_id], actor=actor)


def turn_own_steps(uow: UnitOfWork, holder: Holder, commitment_id: UUID, wanted: Mapping[UUID, bool]) -> None:
    """Let the holder of a link tick or untick steps of what is theirs; raise NotFound for anything else."""
    commitment_of(uow, holder, commitment_id)
    record_use(uow, holder)
    turn_steps(uow, commitment_id, wanted, holder.actor)


def remove_step(uow: UnitOfWork, commitment_id: UUID, step_id: UUID, actor: Actor) -> None:
    """Take the step off the checklist, whether it was on it or not; raise as `add_steps`."""
    commitment = _open(uow, commitment_id)
    step = next((each for each in commitment.steps if each.id == step_id), None)
    if step is not None:
        left = tuple(each for each in commitment.steps if each.id != step_id)
        _record(uow, commitment, StepAction.REMOVE, left, step, None, actor)


def step_of(commitment: Commitment, step_id: UUID) -> Step:
    """Return the commitment's step of this id; raise NotFound for none."""
    step = next((each for each in commitment.steps if each.id == step_id), None)
    if step is None:
        raise NotFound
    return step


def _open(uow: UnitOfWork, commitment_id: UUID) -> Commitment:
    commitment = open_commitment(uow, commitment_id)
    if commitment.state.ended:
        raise Refused("This has ended, so its steps stay as they are.")
    return commitment


def _record(  # noqa: PLR0913, PLR0917  # What became of which step, and who did it.
    uow: UnitOfWork,
    commitment: Commitment,
    action: StepAction,
    steps: Steps,
    before: Step | None,
    after: Step | None,
    actor: Actor,
) -> None:
    change = amend(commitment, {"steps": checked(steps)}, uow.now)
    told = Change(
        {**change.before, "step": before.told if before else None},
        {**change.after, "step": after.told if after else None},
    )
    record_all(uow, [Said(commitment=commitment, action=action, change=told, actor=actor)])
