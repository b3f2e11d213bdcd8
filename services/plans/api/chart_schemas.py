"""What the API writes of a plan's charts."""

from typing import Any

from marshmallow import fields

from services.plans.api.examples import PLAN
from services.plans.api.status_schemas import FAR_BACK
from shared.http.fields import Day, Id, Int, StrictSchema, Text


class ChartsQuery(StrictSchema):
    """For which day."""

    as_at = Day(metadata=FAR_BACK)


class Reached(StrictSchema):
    """How far the plan had come at the end of a day."""

    day = Day(required=True)
    total = Int(required=True)
    promised = Int(required=True, metadata={"description": "Those that were not given up, done or not."})
    done = Int(required=True)
    given_up = Int(required=True, metadata={"description": "Declined or withdrawn."})


class Load(StrictSchema):
    """What an organisation has still to do; the one without an id is of what is nobody's."""

    id = Id(required=True, allow_none=True)
    name = Text(500, required=True, allow_none=True)
    open = Int(required=True)
    overdue = Int(required=True, metadata={"description": "Of those that are open."})


class Age(StrictSchema):
    """How many are overdue since so many days."""

    least = Int(required=True)
    most = Int(required=True, allow_none=True)
    count = Int(required=True)


class Charts(StrictSchema):
    """What the charts on a plan's page tell, in figures that agree with its status of the same day."""

    plan_id = Id(required=True)
    day = Day(required=True, metadata={"description": "In the community's time zone."})
    burn_up = fields.List(
        fields.Nested(Reached),
        required=True,
        metadata={"description": "At most 24 days from the plan's first to this one, evenly apart."},
    )
    workload = fields.List(
        fields.Nested(Load), required=True, metadata={"description": "Adds up to what is open, most first."}
    )
    ages = fields.List(
        fields.Nested(Age), required=True, metadata={"description": "Adds up to what is overdue."}
    )


CHARTS: dict[str, Any] = {
    "plan_id": PLAN["id"],
    "day": "2027-03-05",
    "burn_up": [
        {"day": "2026-11-02", "total": 30, "promised": 30, "done": 0, "given_up": 0},
        {"day": "2027-01-03", "total": 34, "promised": 33, "done": 4, "given_up": 1},
        {"day": "2027-03-05", "total": 36, "promised": 34, "done": 9, "given_up": 2},
    ],
    "workload": [
        {"id": "3c9b8a10-1f1d-5a63-9d53-7f8f0d1f6a02", "name": "Oak Trust", "open": 24, "overdue": 3},
        {"id": None, "name": None, "open": 1, "overdue": 0},
    ],
    "ages": [
        {"least": 1, "most": 7, "count": 1},
        {"least": 8, "most": 30, "count": 2},
        {"least": 31, "most": 90, "count": 0},
        {"least": 91, "most": None, "count": 0},
    ],
}
