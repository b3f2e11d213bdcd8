"""What the API says about who is waiting on whom, field by field."""

from typing import Any

from marshmallow import fields

from services.plans.api.lengths import NAME, WORDS
from services.plans.domain.turns import LONGEST_AGREED
from shared.contracts import CommitmentState, Health, When
from shared.http.fields import Bool, Day, Id, Instant, StrictSchema, Text


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


class NewReciprocal(StrictSchema):
    """That a wait is reciprocal: "we will, when they do"."""

    when = fields.Enum(
        When, by_value=True, required=True, metadata={"description": "What the other does first."}
    )
    agreed = Text(
        LONGEST_AGREED,
        required=True,
        metadata={"description": "What was agreed, in a line that names nobody."},
    )


class Reciprocal(NewReciprocal):
    """What two organisations agreed on."""

    turn_came_at = Instant(
        required=True,
        allow_none=True,
        metadata={"description": "Since when it is the turn of the one that waits; null while it is not."},
    )


class Wait(StrictSchema):
    """A commitment that cannot be kept before another one is."""

    commitment = fields.Nested(WaitingPart, required=True)
    on = fields.Nested(WaitingPart, required=True)
    too_late = Bool(
        required=True, metadata={"description": "The other is to be done after this one, or has no date."}
    )

    reciprocal = fields.Nested(
        Reciprocal,
        required=True,
        allow_none=True,
        metadata={"description": "What was agreed; null where it only waits."},
    )


class WaitList(StrictSchema):
    """Who is waiting on whom."""

    items = fields.List(fields.Nested(Wait), required=True)


NEW_RECIPROCAL: dict[str, Any] = {"when": "done", "agreed": "You cut the hedges, we lead the walks"}
