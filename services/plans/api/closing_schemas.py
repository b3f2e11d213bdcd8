"""What the API reads and writes about closing a plan and carrying over, field by field."""

from typing import Any

from marshmallow import fields, validate

from services.plans.api import examples
from services.plans.api.lengths import LINE, NAME
from shared.http.fields import Id, StrictSchema, Text

MOST_CARRIED = 1000


class CarryOver(StrictSchema):
    """That an open commitment goes on in another plan of the community."""

    commitment_id = Id(required=True)
    plan_id = Id(required=True, metadata={"description": "The plan in which it goes on."})


class Closing(StrictSchema):
    """How a plan ends. What is open and not carried over stays as it stands."""

    line = Text(LINE, required=True, metadata={"description": "Why it is closed and what came of it."})
    carry_over = fields.List(
        fields.Nested(CarryOver), load_default=list, validate=validate.Length(max=MOST_CARRIED)
    )


class Twin(StrictSchema):
    """The other side of a carry over: a commitment in short, and its plan."""

    id = Id(required=True)
    plan_id = Id(required=True)
    plan_name = Text(NAME, required=True)
    reference = Text(40, required=True)


class Twins(StrictSchema):
    """Where a commitment was carried over from and where to; null for nowhere, or nowhere to be seen."""

    came_from = fields.Nested(Twin, required=True, allow_none=True)
    went_to = fields.Nested(Twin, required=True, allow_none=True)


CLOSING: dict[str, Any] = {
    "line": "The meadow is open to everyone; what is left goes on with the schools",
    "carry_over": [
        {
            "commitment_id": "0e7f6c52-7a51-4a55-8a4a-6a1d9c6d2b34",
            "plan_id": "c2a4c6c8-1d0e-4b6f-9a55-7a0f3b1d2c44",
        }
    ],
}

CLOSED_PLAN: dict[str, Any] = {
    **examples.PLAN,
    "version": 2,
    "closed_at": "2027-11-02T10:00:00+00:00",
    "closing": CLOSING["line"],
}

TWINS: dict[str, Any] = {
    "came_from": None,
    "went_to": {
        "id": "8d0b5c0e-3a34-4d9a-8b1e-1f2f7a6c5d90",
        "plan_id": "c2a4c6c8-1d0e-4b6f-9a55-7a0f3b1d2c44",
        "plan_name": "Gardens at every school",
        "reference": "12",
    },
}
