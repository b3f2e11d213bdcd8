"""The steps of a commitment: a short checklist of what has to be done for it, in order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from services.plans.domain.cells import CellRefused, checked_text
from services.plans.domain.refusals import Refused

MOST_STEPS = 20
LONGEST_STEP = 200
DONE, OPEN = "[x]", "[ ]"
"""What stands before a step in the cell of a sheet."""


class StepAction(StrEnum):
    """What can be done to a step, as the history names it."""

    ADD = "add_step"
    REWORD = "reword_step"
    TICK = "tick_step"
    UNTICK = "untick_step"
    REMOVE = "remove_step"


STEP_DEEDS: Mapping[str, str] = {
    StepAction.ADD: "added a step",
    StepAction.REWORD: "reworded a step",
    StepAction.TICK: "ticked a step",
    StepAction.UNTICK: "unticked a step",
    StepAction.REMOVE: "removed a step",
}
"""What the history says was done."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the checklist; `done_by` is the person who ticked it, if a person did."""

    id: UUID
    text: str
    done_at: datetime | None = None
    done_by: UUID | None = None

    @property
    def done(self) -> bool:
        """Whether it is ticked."""
        return self.done_at is not None

    @property
    def told(self) -> str:
        """The step as the history tells it."""
        return f"{self.text}, done" if self.done else self.text


@dataclass(frozen=True, kw_only=True)
class SheetStep:
    """A step as the cell of a sheet says it."""

    text: str
    done: bool = False


Steps = tuple[Step, ...]


def count_words(steps: Sequence[Step]) -> str | None:
    """Say how far the checklist is; None where there is none."""
    return f"{sum(step.done for step in steps)} of {len(steps)} done" if steps else None


def with_step(steps: Steps, text: str, step_id: UUID | None = None) -> Steps:
    """Return the checklist with one more step at its end."""
    return checked((*steps, Step(id=step_id or uuid4(), text=text)))


def turned(step: Step, *, done: bool, at: datetime, by: UUID | None) -> Step:
    """Return the step ticked or unticked; what is so already keeps who did it and when."""
    if step.done == done:
        return step
    return replace(step, done_at=at if done else None, done_by=by if done else None)


def swapped(steps: Steps, step: Step) -> Steps:
    """Return the checklist with this step in the place of the one of its id."""
    return tuple(step if each.id == step.id else each for each in steps)


def steps_of(sheet: Iterable[SheetStep], before: Steps, at: datetime) -> Steps:
    """Return the checklist as a sheet says it; a step of the same words is the same one."""
    left = list(before)
    made = []
    for said in sheet:
        step = next((each for each in left if each.text == said.text), None)
        if step:
            left.remove(step)
        step = step or Step(id=uuid4(), text=said.text)
        made.append(turned(step, done=said.done, at=at, by=None))
    return checked(tuple(made))


def checked(steps: Steps) -> Steps:
    """Return the checklist; refuse one that is too long to be short."""
    if len(steps) > MOST_STEPS:
        raise Refused(f"A commitment has {MOST_STEPS} steps at most. Make two commitments of it.")
    return steps


def cell_of(steps: Iterable[Step]) -> str:
    """Return the checklist as the cell of a sheet, which `read_steps` reads back."""
    return "\n".join(f"{DONE if step.done else OPEN} {step.text}" for step in steps)


def read_steps(text: str, longest: int) -> tuple[SheetStep, ...]:
    """Return the steps in a cell, one on each line or else with semicolons between them."""
    parts = text.splitlines() if len(text.strip().splitlines()) > 1 or _is_marked(text) else text.split(";")
    found = tuple(_read(part, longest) for part in parts if part.strip())
    if len(found) > MOST_STEPS:
        raise CellRefused(f"There are {len(found)} steps.", f"Use {MOST_STEPS} or fewer.")
    return found


def lines_of(text: str | None) -> Iterator[str]:
    """Return what was typed as steps, one a line."""
    return (" ".join(line.split()) for line in (text or "").split("\n") if line.strip())


def _read(part: str, longest: int) -> SheetStep:
    text = checked_text(part, longest + len(DONE) + 1)
    done = text.casefold().startswith(DONE)
    words = text[len(DONE) :].strip() if _is_marked(text) else text
    if not words:
        raise CellRefused("A step says nothing.", "Write after the box what is to be done.")
    return SheetStep(text=checked_text(words, longest), done=done)


def _is_marked(text: str) -> bool:
    return text.strip().casefold().startswith((DONE, OPEN))
