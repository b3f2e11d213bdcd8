"""What the API reads and writes of milestones, field by field."""

from marshmallow import fields

from services.plans.api.lengths import LINE
from shared.http.fields import Day, Id, Int, StrictSchema, Text


class NewMilestone(StrictSchema):
    """A backcast step to add: what must be true by a day."""

    text = Text(LINE, required=True)
    target = Day(allow_none=True, load_default=None)


class MilestoneChange(StrictSchema):
    """What may be changed of a backcast step; what is left out stays."""

    text = Text(LINE)
    target = Day(allow_none=True)


class Milestone(StrictSchema):
    """A backcast step."""

    id = Id(required=True)
    version = Int(required=True)
    plan_id = Id(required=True)
    text = Text(LINE, required=True)
    target = Day(required=True, allow_none=True)


class MilestoneList(StrictSchema):
    """All of a plan's steps, from the horizon back."""

    items = fields.List(fields.Nested(Milestone), required=True)
