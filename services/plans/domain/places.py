"""The place of a commitment: where it is kept, by its name, by its coordinates or by both."""

import re
from dataclasses import dataclass

from services.plans.domain.cells import CellRefused, checked_text
from services.plans.domain.refusals import Refused

LONGEST_PLACE = 200
NORTHMOST, EASTMOST = 90, 180
DECIMALS = 6
"""Where a tenth of a metre is told apart; what is finer would only look exact."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point of the earth in degrees, as WGS 84 has them; `point_at` makes one."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{_degrees(self.latitude)}, {_degrees(self.longitude)}"

    @property
    def uri(self) -> str:
        """The point as map programs understand it (RFC 5870)."""
        return f"geo:{_degrees(self.latitude)},{_degrees(self.longitude)}"

    @property
    def map_address(self) -> str:
        """The page of OpenStreetMap that shows the point."""
        latitude, longitude = _degrees(self.latitude), _degrees(self.longitude)
        where = f"?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
        return f"https://www.openstreetmap.org/{where}"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a commitment is kept; a place has a name, a point or both."""

    name: str | None = None
    point: Point | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.point})" if self.name and self.point else self.name or str(self.point)


def place_of(name: str | None, point: Point | None) -> Place | None:
    """Return the place that these say, if they say any."""
    return Place(name=name or None, point=point) if name or point else None


def point_at(latitude: float, longitude: float) -> Point:
    """Return the point, as exact as we keep it; refuse what lies nowhere on earth."""
    if not (abs(latitude) <= NORTHMOST and abs(longitude) <= EASTMOST):
        raise Refused(
            f"A latitude is {NORTHMOST} degrees at most, north or south, "
            f"and a longitude {EASTMOST}, east or west."
        )
    # Adding zero makes one zero of the two that there are.
    return Point(latitude=round(latitude, DECIMALS) + 0.0, longitude=round(longitude, DECIMALS) + 0.0)


_NUMBER = r"([+-]?\d{1,3}(?:\.\d{1,15})?)\s*°?\s*"
_POINT = re.compile(rf"(?:geo:)?\s*{_NUMBER}([NS]?)\s*[,;\s]\s*{_NUMBER}([EW]?)", re.ASCII | re.IGNORECASE)


def read_point(text: str, longest: int) -> Point | None:
    """Return the point in a cell: latitude and longitude, with signs or with N, S, E and W."""
    said = checked_text(text, longest).replace("\N{MINUS SIGN}", "-")
    if not said:
        return None
    found = _POINT.fullmatch(said)
    if found is None:
        raise CellRefused(
            "These are not coordinates.", "Write latitude and longitude in degrees, like 52.481, -1.772."
        )
    north, half, east, side = found.groups()
    try:
        return point_at(
            float(north) * (-1 if half.upper() == "S" else 1),
            float(east) * (-1 if side.upper() == "W" else 1),
        )
    except Refused as refusal:
        raise CellRefused("These lie nowhere on earth.", str(refusal)) from refusal


def _degrees(value: float) -> str:
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
