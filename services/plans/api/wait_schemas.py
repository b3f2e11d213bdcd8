"""What the API says about who is waiting on whom, field by field."""

from marshmallow import fields

from services.plans.api.schemas import NAME, WORDS
from shared.contracts import CommitmentState, Health
from shared.http.fields import Bool, Day, Id, StrictSchema, Text


class WaitingPart(StrictSchema):
    """One side of a wait: a commitment in short."""

    id = Id(required=True)
    plan_id = Id(required=True)
    reference = Text(40, required=True)
    text = Text(WORDS, required=True)
    organisation_id = Id(required=True, allow_none=True)
    organisation = Text(NAME, required=True, allow_none=True)
    due = Day(required=True, allow_none=True)
    state = fields.Enum(CommitmentState, by_value=True, required=True)
    health = fields.Enum(Health, by_value=True, required=True, allow_none=True)


class Wait(StrictSchema):
    """A commitment that cannot be kept before another one is."""

    commitment = fields.Nested(WaitingPart, required=True)
    on = fields.Nested(WaitingPart, required=True)
    too_late = Bool(
        required=True, metadata={"description": "The other is to be done after this one, or has no date."}
    )


class WaitList(StrictSchema):
    """Who is waiting on whom."""

    items = fields.List(fields.Nested(Wait), required=True)
