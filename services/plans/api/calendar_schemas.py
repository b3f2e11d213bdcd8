"""What the API says of calendars, with examples."""

from typing import Any

from marshmallow import fields

from services.plans.domain.calendars import CalendarKind
from shared.http.fields import Id, StrictSchema

_ADDRESS = "Whoever has the address reads by it what its holder may read, so keep it secret."
_CHANGES = "The same for feed readers (Atom): what changes lately. Only a plan has one."


class Calendar(StrictSchema):
    """A calendar to which the caller has a link."""

    kind = fields.Enum(CalendarKind, by_value=True, required=True)
    of_id = Id(
        required=True,
        metadata={"description": "The plan, the organisation or, of what a person promised, the community."},
    )
    community_id = Id(required=True)
    name = fields.String(required=True)
    address = fields.Url(required=True, metadata={"description": f"Where it is, as iCalendar. {_ADDRESS}"})
    changes = fields.Url(required=True, allow_none=True, metadata={"description": _CHANGES})


class CalendarList(StrictSchema):
    """All calendars to which the caller has a link."""

    items = fields.List(fields.Nested(Calendar), required=True)


CALENDAR: dict[str, Any] = {
    "kind": "plan",
    "of_id": "0b7f4a52-5f0e-4a53-9d0a-5f4a4a2f9b01",
    "community_id": "9a1d7c40-6f6b-4f7d-8f3e-1c2b3a4d5e6f",
    "name": "Green spaces",
    "address": "https://backcast.example.org/plans/calendar/eyJrIjoi.aQ.c2ln.ics",
    "changes": "https://backcast.example.org/plans/calendar/eyJrIjoi.aQ.c2ln.atom",
}

CALENDAR_LIST: dict[str, Any] = {"items": [CALENDAR]}
