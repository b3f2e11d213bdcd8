"""A workshop: where people of a place met, how they worked, who came, and what came out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.plans.domain.refusals import Refused

MOST_GROUPS, MOST_PLANS, MOST_PEOPLE = 50, 20, 100_000
"""How many groups may have come, how many plans it may have led to, and how many people a group may have."""


@dataclass(frozen=True)
class Method:
    """A way of working: how it reads, and what such a workshop usually gives the plan."""

    name: str
    gives: str


METHODS: Mapping[str, Method] = {
    "shared_learning_event": Method("Shared learning event", "what to look at together, and where"),
    "appreciative_walk": Method("Appreciative walk", "the topic that matters"),
    "rich_pictures": Method("Rich pictures", "assets and barriers"),
    "systems_mapping": Method("Systems mapping", "shared statement"),
    "backcasting": Method("Backcasting", "action plan"),
    "world_cafe": Method("World Café", "strategy for pooled resources"),
}
"""By the word that programs use. Everything that offers or reads a method takes it from here."""


@dataclass(eq=False, kw_only=True)
class Attendance:
    """A group that came: a known organisation, or a name as somebody wrote it. Uncounted: `count` is None."""

    name: str
    organisation_id: UUID | None = None
    count: int | None = None


@dataclass(eq=False, kw_only=True)
class Contribution:
    """That the workshop led to a plan, and the part it played there, such as "shared statement"."""

    plan_id: UUID
    part: str


@dataclass(eq=False, kw_only=True)
class Workshop:
    """One meeting. Several lead to one plan, and one may lead to several."""

    id: UUID
    community_id: UUID
    held_on: date
    place: str
    method: str
    created_at: datetime
    changed_at: datetime
    notes: str | None = None
    outcome: str | None = None
    attendance: list[Attendance] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    version: int = 1

    @property
    def people(self) -> int:
        """How many people came, as far as they were counted."""
        return sum(group.count or 0 for group in self.attendance)

    def change(self, at: datetime, facts: Mapping[str, Any]) -> None:
        """Set the facts that are given; the version rises only if something really changed."""
        changed = {name: value for name, value in facts.items() if _told(value) != _told(getattr(self, name))}
        for name, value in changed.items():
            setattr(self, name, value)
        if changed:
            self.version += 1
            self.changed_at = at


def check_contributions(contributions: Iterable[Contribution], plan_ids: Iterable[UUID]) -> None:
    """Refuse a plan that is named twice, or that is not one of these, the community's own."""
    named = [each.plan_id for each in contributions]
    if len(set(named)) < len(named):
        raise Refused("Each plan may be named only once.")
    if set(named) - set(plan_ids):
        raise Refused("The community has no such plan.")


def _told(value: Any) -> Any:
    """Return what the value says, whichever objects hold it."""
    if not isinstance(value, list):
        return value
    return [[getattr(each, field.name) for field in fields(each)] for each in value]
