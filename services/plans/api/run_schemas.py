"""What the API reads and writes of 100-day runs, with examples."""

from typing import Any

from marshmallow import fields

from shared.contracts.names import LONGEST_NAME
from shared.http.fields import LARGEST, Day, Id, Instant, Int, StrictSchema, Text

WORDS = 4000
_COUNTS = {"description": "How many of its commitments stand in which state."}
_FOR_THE_COMMUNITY = {"description": "Null for those outside the community."}
_REVIEW = {"description": "Empty while the run goes on, and where nothing was said of it."}


class NewRun(StrictSchema):
    """A run to begin."""

    title = Text(LONGEST_NAME, required=True)
    purpose = Text(WORDS, lines=True, required=True)
    first_day = Day(required=True)
    carries_on = Id(
        load_default=None,
        allow_none=True,
        metadata={"description": "A run of the plan of which all that is still open is put in."},
    )


class RunReview(StrictSchema):
    """What came of a run; at least one of the four says something."""

    success = Text(WORDS, lines=True, empty=True, load_default="")
    failure = Text(WORDS, lines=True, empty=True, load_default="")
    conflicting = Text(WORDS, lines=True, empty=True, load_default="")
    remedy = Text(WORDS, lines=True, empty=True, load_default="")


class Run(StrictSchema):
    """A run, and how its commitments stand now."""

    id = Id(required=True)
    version = Int(required=True)
    plan_id = Id(required=True)
    title = Text(LONGEST_NAME, required=True)
    purpose = Text(WORDS, lines=True, required=True)
    first_day = Day(required=True)
    last_day = Day(required=True)
    day = Int(
        minimum=-LARGEST,
        required=True,
        metadata={"description": "Which day of the run it is; negative before its first."},
    )
    due_check_ins = fields.List(
        Int(),
        required=True,
        metadata={"description": "The days on which nobody looked at it, and should have."},
    )
    counts = fields.Dict(keys=fields.String(), values=Int(), required=True, metadata=_COUNTS)
    ended_at = Instant(required=True, allow_none=True)
    success = fields.String(required=True, metadata=_REVIEW)
    failure = fields.String(required=True, metadata=_REVIEW)
    conflicting = fields.String(required=True, metadata=_REVIEW)
    remedy = fields.String(required=True, metadata=_REVIEW)


class RunList(StrictSchema):
    """The runs of a plan, the newest first."""

    items = fields.List(fields.Nested(Run), required=True)


class NewCheckIn(StrictSchema):
    """A look at how a run goes."""

    day = Int(required=True, metadata={"description": "0, 25, 50, 75 or 100; it must have come."})
    note = Text(WORDS, lines=True, required=True)


class CheckIn(StrictSchema):
    """How a run stood on one of its days."""

    day = Int(required=True)
    at = Instant(required=True)
    person_id = Id(required=True, allow_none=True, metadata=_FOR_THE_COMMUNITY)
    note = fields.String(required=True, allow_none=True, metadata=_FOR_THE_COMMUNITY)
    counts = fields.Dict(keys=fields.String(), values=Int(), required=True, metadata=_COUNTS)


class CheckInList(StrictSchema):
    """The check-ins of a run, by their days."""

    items = fields.List(fields.Nested(CheckIn), required=True)


_COUNTED: dict[str, int] = {
    "offered": 0, "agreed": 2, "under_way": 3, "done": 4, "declined": 0, "withdrawn": 0,
}  # fmt: skip

NEW_RUN: dict[str, Any] = {
    "title": "A hundred days for the river path",
    "purpose": "Small things that everybody can see",
    "first_day": "2027-03-01",
}
RUN: dict[str, Any] = {
    "id": "4f0e6c2a-8b1d-4c3e-9f5a-7d6c5b4a3928",
    "version": 11,
    "plan_id": "9c8d7e6f-5a4b-4c3d-ae2f-1b0a9c8d7e55",
    **NEW_RUN,
    "last_day": "2027-06-09",
    "day": 37,
    "due_check_ins": [25],
    "counts": _COUNTED,
    "ended_at": None,
    "success": "",
    "failure": "",
    "conflicting": "",
    "remedy": "",
}
RUN_LIST: dict[str, Any] = {"items": [RUN]}
NEW_CHECK_IN: dict[str, Any] = {"day": 25, "note": "Four are done, the seats are late"}
CHECK_IN: dict[str, Any] = {
    **NEW_CHECK_IN,
    "at": "2027-03-26T18:00:00+00:00",
    "person_id": None,
    "counts": _COUNTED,
}
CHECK_IN_LIST: dict[str, Any] = {"items": [CHECK_IN]}
REVIEW: dict[str, Any] = {
    "success": "The path is open, and people use it",
    "failure": "No seats yet",
    "conflicting": "Walkers like the gravel, wheelchair users do not",
    "remedy": "Ask both before the next stretch",
}
