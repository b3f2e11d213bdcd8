"""Milestones: the backcast steps, each saying what must be true by then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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


def from_the_horizon_back(milestones: Iterable[Milestone]) -> list[Milestone]:
    """Return the milestones as backcasting reads them: the latest first, the undated ones last."""
    return sorted(milestones, key=lambda step: (step.target or date.min, step.text), reverse=True)
