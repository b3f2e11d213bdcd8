"""What the API reads and writes of the facts that are noted of a commitment, with examples."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.places import EASTMOST, LONGEST_PLACE, NORTHMOST, place_of, point_at
from services.plans.domain.places import Place as Noted
from shared.http.fields import StrictSchema, Text
from shared.http.pages import PageQuery


class Degrees(fields.Float):
    """A number of degrees that JSON wrote as one; never "7" or true."""

    def __init__(self, most: int, **options: Any) -> None:
        super().__init__(validate=validate.Range(-most, most), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        found: float = super()._deserialize(value, attr, data, **options)
        return found


class Place(StrictSchema):
    """Where a commitment is kept: a name, coordinates in degrees (WGS 84), or both."""

    name = Text(LONGEST_PLACE, allow_none=True)
    latitude = Degrees(NORTHMOST, allow_none=True)
    longitude = Degrees(EASTMOST, allow_none=True)

    @validates_schema
    def check(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse half a point, and a place that says nothing."""
        given = {name for name, value in data.items() if value is not None}
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if one in given and other not in given:
                raise ValidationError(f"Needed beside a {one}.", other)
        if not given:
            raise ValidationError("Say the place's name or its coordinates.", "name")

    @post_load
    def made(self, data: dict[str, Any], **_options: Any) -> Noted | None:
        """Return the place itself."""
        latitude, longitude = data.get("latitude"), data.get("longitude")
        point = None if latitude is None or longitude is None else point_at(latitude, longitude)
        return place_of(data.get("name"), point)


def priority_of(**options: Any) -> fields.Enum[Priority]:
    """Return the field of a priority."""
    return fields.Enum(Priority, by_value=True, **options)


def four_co_of(**options: Any) -> fields.Enum[FourCo]:
    """Return the field of one of the Four Co's."""
    return fields.Enum(FourCo, by_value=True, **options)


class Facts(StrictSchema):
    """What may be noted of a commitment besides."""

    priority = priority_of(allow_none=True)
    place = fields.Nested(Place, allow_none=True)
    four_co = four_co_of(allow_none=True)


class CommitmentChange(Facts):
    """What may be noted of a commitment at any time; what is left out stays, null takes it away."""


class FactsQuery(PageQuery):
    """Which facts the commitments in a list must have."""

    priority = priority_of()
    four_co = four_co_of()


def shown_place(place: Noted | None) -> dict[str, Any] | None:
    """Return the place as the API tells it."""
    if place is None:
        return None
    point = place.point
    return {
        "name": place.name,
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
    }


PLACE: dict[str, Any] = {"name": "Mill Lane gate", "latitude": 52.481, "longitude": -1.772}
FACTS: dict[str, Any] = {"priority": "high", "place": PLACE, "four_co": "co_delivery"}
COMMITMENT_CHANGE: dict[str, Any] = {"priority": "medium", "place": PLACE}
