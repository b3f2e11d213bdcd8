"""What the API reads and writes of workshops and their photos."""

from typing import Any

from marshmallow import fields, validate, validates_schema
from marshmallow.exceptions import ValidationError

from services.plans.api.lengths import LINE, NAME, WORDS
from services.plans.domain.workshops import METHODS, MOST_GROUPS, MOST_PEOPLE, MOST_PLANS
from services.plans.use_cases.photo_files import Size
from shared.http.fields import Day, Id, Instant, Int, StrictSchema, Text
from shared.http.pages import PageQuery


def _method(**options: Any) -> fields.String:
    words = "; ".join(f"`{key}`: {method.name}" for key, method in METHODS.items())
    return fields.String(
        validate=validate.OneOf(list(METHODS)), metadata={"description": f"{words}."}, **options
    )


class NewAttendance(StrictSchema):
    """A group that came: a known organisation by its id, or any name as it was written."""

    organisation_id = Id(allow_none=True)
    name = Text(NAME)
    count = Int(maximum=MOST_PEOPLE, allow_none=True, metadata={"description": "Null where nobody counted."})

    @validates_schema
    def _check_named(self, data: dict[str, Any], **_options: Any) -> None:
        if not data.get("name") and not data.get("organisation_id"):
            raise ValidationError("Name the group or give its organisation's id.", "name")


class NewContribution(StrictSchema):
    """A plan that the workshop led to; without a part it played the one usual for its method."""

    plan_id = Id(required=True)
    part = Text(NAME)


def _attendance() -> fields.List[Any]:
    return fields.List(fields.Nested(NewAttendance), validate=validate.Length(max=MOST_GROUPS))


def _contributions() -> fields.List[Any]:
    return fields.List(fields.Nested(NewContribution), validate=validate.Length(max=MOST_PLANS))


class WorkshopChange(StrictSchema):
    """What may be changed of a workshop; what is left out stays, and a list replaces the one before."""

    held_on = Day()
    place = Text(LINE)
    method = _method()
    attendance = _attendance()
    contributions = _contributions()
    notes = Text(WORDS, lines=True, allow_none=True)
    outcome = Text(WORDS, lines=True, allow_none=True)


class NewWorkshop(StrictSchema):
    """A workshop to record."""

    community_id = Id(metadata={"description": "Needed only by those who coordinate several communities."})
    held_on = Day(required=True)
    place = Text(LINE, required=True)
    method = _method(required=True)
    attendance = _attendance()
    contributions = _contributions()
    notes = Text(WORDS, lines=True, allow_none=True)
    outcome = Text(WORDS, lines=True, allow_none=True)


class Attendance(StrictSchema):
    """A group that came, called as its organisation is called today."""

    organisation_id = Id(required=True, allow_none=True)
    name = Text(NAME, required=True)
    count = Int(required=True, allow_none=True)


class Contribution(StrictSchema):
    """A plan that the workshop led to, and the part it played."""

    plan_id = Id(required=True)
    plan = Text(NAME, required=True)
    part = Text(NAME, required=True)


class Workshop(StrictSchema):
    """Where people met, how they worked, who came, and what came out."""

    id = Id(required=True)
    version = Int(required=True)
    community_id = Id(required=True)
    held_on = Day(required=True)
    place = Text(LINE, required=True)
    method = _method(required=True)
    attendance = fields.List(fields.Nested(Attendance), required=True)
    people = Int(required=True, metadata={"description": "How many came, as far as they were counted."})
    contributions = fields.List(fields.Nested(Contribution), required=True)
    notes = Text(WORDS, required=True, allow_none=True)
    outcome = Text(WORDS, required=True, allow_none=True)
    created_at = Instant(required=True)
    changed_at = Instant(required=True)


class WorkshopPage(StrictSchema):
    """A page of workshops, the newest first."""

    items = fields.List(fields.Nested(Workshop), required=True)
    next = fields.String(required=True, allow_none=True)


class WorkshopQuery(PageQuery):
    """Which workshops to list."""

    plan = Id(metadata={"description": "Only those that led to this plan."})


class PhotoChange(StrictSchema):
    """What a photo shows."""

    alt = Text(LINE, required=True)


class Photo(StrictSchema):
    """A photo of the wall. `file` is where the picture itself is; `thumbnail` is a small one."""

    id = Id(required=True)
    version = Int(required=True)
    workshop_id = Id(required=True)
    alt = Text(LINE, required=True, allow_none=True)
    width = Int(required=True)
    height = Int(required=True)
    added_at = Instant(required=True)
    file = fields.String(required=True)
    thumbnail = fields.String(required=True)


class PhotoList(StrictSchema):
    """All photos of a workshop, in the order in which they came."""

    items = fields.List(fields.Nested(Photo), required=True)


class FileQuery(StrictSchema):
    """Which of a photo's two files to send."""

    size = fields.Enum(Size, by_value=True, load_default=Size.LARGE)
