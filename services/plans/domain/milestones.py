"""Milestones: the backcast steps, each saying what must be true by then."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(eq=False, kw_only=True)
class Milestone:
    """One backcast step. A milestone that a sheet merely names may have no target date yet."""

    id: UUID
    community_id: UUID
    plan_id: UUID
    text: str
    target: date | None = None
    version: int = 1

    def change(self, facts: Mapping[str, Any]) -> tuple[str, ...]:
        """Set the facts that are given and return the names of those that really changed."""
        changed = {name: value for name, value in facts.items() if getattr(self, name) != value}
        for name, value in changed.items():
            setattr(self, name, value)
        if changed:
            self.version += 1
        return tuple(changed)


def from_the_horizon_back(milestones: Iterable[Milestone]) -> list[Milestone]:
    """Return the milestones as backcasting reads them: the latest first, the undated ones last."""
    return sorted(milestones, key=lambda step: (step.target or date.min, step.text), reverse=True)
