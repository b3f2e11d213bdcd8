"""Assets: what is good already in a place, as a workshop found it, and what commitments build on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.plans.domain.refusals import Refused

LONGEST_ASSET, MOST_ASSETS = 200, 100
LONGEST_NOTE = 2000


@dataclass(eq=False, kw_only=True)
class Asset:
    """Something good that is there already: a spot, a group, a service, a skill."""

    id: UUID
    community_id: UUID
    workshop_id: UUID
    number: int
    text: str


class OriginAction(StrEnum):
    """What can be noted of where a commitment comes from, as the history names it."""

    ORIGIN = "note_origin"
    ASSETS = "note_assets"


ORIGIN_DEEDS: Mapping[str, str] = {
    OriginAction.ORIGIN: "noted which workshop it came from",
    OriginAction.ASSETS: "noted which assets it builds on",
}
"""What the history says was done. It tells no more: workshops are for the community alone."""


def check_count(count: int) -> None:
    """Refuse more assets than one workshop may have."""
    if count > MOST_ASSETS:
        raise Refused(f"A workshop has {MOST_ASSETS} assets at most.")
