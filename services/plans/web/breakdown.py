"""The parts of a plan's figures as pages show them: by name, what belongs to none of them last."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.plans.db.queries.status import Figures
from services.plans.domain.status import Scope, Status

NONE_OF_THEM = {Scope.MILESTONE: "No milestone", Scope.ORGANISATION: "No owner"}


@dataclass(frozen=True)
class NamedPart:
    """A part with its key in the tallies, its name and its figures."""

    key: str
    name: str
    status: Status


def parts_by_name(figures: Figures, scope: Scope, names: Mapping[str, str]) -> list[NamedPart]:
    """Return the parts of the scope in the order of their names."""
    nameless = NONE_OF_THEM.get(scope, "")
    parts = [
        NamedPart(key, key if scope is Scope.HEADING else names.get(key, nameless), status)
        for key, status in figures.parts[scope].items()
    ]
    return sorted(parts, key=lambda part: (not part.key, part.name))
