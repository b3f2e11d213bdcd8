"""How the place of a commitment is kept: with it, for it is read and written whole."""

from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from services.plans.domain.places import Place, Point


class KeptPlace(TypeDecorator[Place]):
    """A place as a JSON object; no place is the database's own null."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Place | None, dialect: Dialect) -> Any:  # noqa: ARG002  # Its caller's.
        """Write its name and its point."""
        if value is None:
            return None
        point = [value.point.latitude, value.point.longitude] if value.point else None
        return {"name": value.name, "point": point}

    def process_result_value(self, value: Any, dialect: Dialect) -> Place | None:  # noqa: ARG002  # Its caller's.
        """Read it back."""
        if value is None:
            return None
        point = value["point"]
        return Place(
            name=value["name"], point=Point(latitude=point[0], longitude=point[1]) if point else None
        )
