"""What the API reads and writes of a commitment's steps, with examples."""

from typing import Any

from marshmallow import fields

from services.plans.domain.steps import LONGEST_STEP
from shared.http.fields import Bool, Id, Instant, StrictSchema, Text


class NewStep(StrictSchema):
    """A step to add at the end of a commitment's checklist."""

    text = Text(LONGEST_STEP, required=True)


class StepChange(StrictSchema):
    """What may be changed of a step; what is left out stays."""

    text = Text(LONGEST_STEP)
    done = Bool(metadata={"description": "Whether it is ticked."})


class Step(StrictSchema):
    """A step: one line of a commitment's checklist."""

    id = Id(required=True)
    text = Text(LONGEST_STEP, required=True)
    done = Bool(required=True)
    done_at = Instant(required=True, allow_none=True)
    done_by = Id(
        required=True,
        allow_none=True,
        metadata={"description": "Who ticked it; null for programs, and for those outside the community."},
    )


class StepList(StrictSchema):
    """A commitment's checklist, in its order."""

    items = fields.List(fields.Nested(Step), required=True)


NEW_STEP: dict[str, Any] = {"text": "Print the maps"}
STEP_CHANGE: dict[str, Any] = {"done": True}
STEP: dict[str, Any] = {
    "id": "2b6f5d0e-4d53-4a0e-8c7e-6b1f0d9a3e55",
    **NEW_STEP,
    "done": True,
    "done_at": "2027-02-28T16:20:00+00:00",
    "done_by": None,
}
STEP_LIST: dict[str, Any] = {"items": [STEP]}
