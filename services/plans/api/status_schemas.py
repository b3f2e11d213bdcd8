"""What the API writes of how plans stand."""

from typing import Any

from marshmallow import fields, validate

from services.plans.domain.status import QUESTIONS, Scope
from shared.http.fields import Bool, Day, Id, Int, StrictSchema, Text

FAR_BACK = {"description": "A day that has passed: its end is meant. Without it, today as it goes."}


class PlanStatusQuery(StrictSchema):
    """For which day, and by what besides."""

    as_at = Day(metadata=FAR_BACK)
    by = fields.Enum(
        Scope, by_value=True, validate=validate.NoneOf([Scope.PLAN]), metadata={"enum": [*list(Scope)[1:]]}
    )


class TrackerQuery(StrictSchema):
    """For which day."""

    as_at = Day(metadata=FAR_BACK)


class StatusQuery(StrictSchema):
    """Of which community, for which day, and by what besides."""

    community = Id(metadata={"description": "Needed only by those who belong to several communities."})
    as_at = Day(metadata=FAR_BACK)
    by = fields.Enum(Scope, by_value=True)


class ByState(StrictSchema):
    """How many stand in each state."""

    offered = Int(required=True)
    agreed = Int(required=True)
    under_way = Int(required=True)
    done = Int(required=True)
    declined = Int(required=True)
    withdrawn = Int(required=True)


class ByHealth(StrictSchema):
    """How those under way go."""

    on_track = Int(required=True)
    at_risk = Int(required=True)
    stuck = Int(required=True)


class ToMend(StrictSchema):
    """How many open commitments lack an answer."""

    without_owner = Int(required=True)
    without_date = Int(required=True)
    without_step = Int(required=True, metadata={"description": "They lead to no milestone."})
    without_evidence = Int(required=True, metadata={"description": "Nothing says what will show them done."})


class InTheWay(StrictSchema):
    """What keeps a step out of reach: open commitments that lead to it."""

    overdue = Int(required=True)
    stuck = Int(required=True)
    without_owner = Int(required=True)
    without_date = Int(required=True)


def _percent(description: str) -> Any:
    return Int(required=True, maximum=100, metadata={"description": description})


class Status(StrictSchema):
    """How commitments stand on a day. Overdue and all down to stale count what is still open."""

    today = Day(
        required=True, metadata={"description": "The day that is told of, in the community's time zone."}
    )
    total = Int(required=True)
    open = Int(required=True)
    done = Int(required=True)
    percent_done = _percent("Of those neither declined nor withdrawn.")
    percent_done_weighted = _percent("The same, each counted once for every organisation that carries it.")
    overdue = Int(required=True)
    due_soon = Int(required=True, metadata={"description": "Due on the day or within the next 7 days."})
    due_in_14 = Int(required=True)
    due_in_30 = Int(required=True)
    without_owner = Int(required=True)
    without_date = Int(required=True)
    stale = Int(required=True, metadata={"description": "Without an update for the plan's update_interval."})
    slips = Int(required=True, metadata={"description": "How often an agreed date was moved, in all."})
    by_state = fields.Nested(ByState, required=True)
    by_health = fields.Nested(ByHealth, required=True)
    quality = _percent(f"How many of these questions open commitments answer: {' '.join(QUESTIONS.values())}")
    to_mend = fields.Nested(ToMend, required=True)


FIGURES = tuple(Status().fields)


class Part(Status):
    """How one part stands; the one without a name is of the commitments that have no such thing."""

    id = Id(required=True, allow_none=True)
    name = Text(500, required=True, allow_none=True)


class NextMilestone(StrictSchema):
    """A step that comes next, and is it in reach: something is promised, and nothing open is in the way."""

    id = Id(required=True)
    text = Text(500, required=True)
    target = Day(required=True)
    in_reach = Bool(required=True)
    total = Int(required=True)
    done = Int(required=True)
    percent_done = _percent("Of those that lead to it.")
    in_the_way = fields.Nested(InTheWay, required=True)


class WithParts(Status):
    """How commitments stand, and each part of them."""

    by = fields.Enum(Scope, by_value=True, required=True, allow_none=True)
    parts = fields.List(fields.Nested(Part), required=True)


class PlanStatus(WithParts):
    """How a plan stands."""

    plan_id = Id(required=True)
    next_milestones = fields.List(fields.Nested(NextMilestone), required=True)


class CommunityStatus(WithParts):
    """How all plans of a community stand together."""

    community_id = Id(required=True)
