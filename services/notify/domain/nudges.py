"""A nudge: one e-mail to one person about everything that is owed to them on one day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from services.notify.domain.commitments import Commitment
from services.notify.domain.ladder import GIVEN, Step

SKIPPED = "skipped"
"""What became of a nudge that its person had turned off, and that was therefore never to be sent."""


class NudgeKind(StrEnum):
    """What moved us to write: something new of theirs, a date, or that others did what theirs waited for."""

    GIVEN = "given"
    DUE = "due"
    TURN = "turn"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One commitment in a nudge with the steps that it settles."""

    commitment: Commitment
    steps: tuple[Step, ...]

    @property
    def is_given(self) -> bool:
        """Whether this is the first that the person hears of it."""
        return any(step.rung == GIVEN for step in self.steps)

    @property
    def rung(self) -> str:
        """The step that says most about it: the dated one, if there is one."""
        return self.steps[-1].rung


@dataclass(frozen=True, kw_only=True)
class Nudge:
    """What one person is told in one e-mail on one local day."""

    person_id: UUID
    kind: NudgeKind
    day: date
    items: tuple[Item, ...]

    @property
    def period(self) -> str:
        """The day, as the ledger's key writes it."""
        return self.day.isoformat()

    @property
    def id(self) -> UUID:
        """The same for the same person, kind and period, wherever and whenever it is worked out."""
        return message_id(self.person_id, self.kind, self.period)

    @property
    def community_id(self) -> UUID:
        """The community of the person, and so of every item."""
        return self.items[0].commitment.community_id

    def content(self) -> dict[str, Any]:
        """Return what the e-mail says, as plain values: a section for each plan and organisation."""
        sections: dict[tuple[UUID, UUID | None], dict[str, Any]] = {}
        for item in sorted(self.items, key=_order):
            about = item.commitment
            section = sections.setdefault((about.plan_id, about.organisation_id), _section(about))
            section["items"].append(_told(item))
        community = self.items[0].commitment.community
        return {"day": self.period, "community": community, "sections": list(sections.values())}


def message_id(person_id: UUID, kind: str, period: str) -> UUID:
    """Return the id of the one message of this kind to this person in this period."""
    return uuid5(person_id, f"{kind}/{period}")


def collect(items: Iterable[Item], day: date, had: Mapping[UUID, Collection[str]]) -> list[Nudge]:
    """Gather what is owed into at most one new nudge a person; what does not fit waits for another day.

    Args:
        items: what is owed, to everybody.
        day: the local day.
        had: the kinds of nudges that people had that day already.
    """
    theirs: dict[UUID, list[Item]] = defaultdict(list)
    for item in items:
        theirs[item.commitment.contact_id].append(item)
    chosen = ((person, *_ready(mine, had.get(person, ()))) for person, mine in theirs.items())
    return [
        Nudge(person_id=person, kind=kind, day=day, items=tuple(ready))
        for person, kind, ready in chosen
        if ready
    ]


def _ready(items: list[Item], had: Collection[str]) -> tuple[NudgeKind, list[Item]]:
    """Return the kind of the e-mail and what goes into it: everything, once something new is in it."""
    if NudgeKind.GIVEN not in had and any(item.is_given for item in items):
        return NudgeKind.GIVEN, items
    dated = [item for item in items if not item.is_given]
    return NudgeKind.DUE, [] if NudgeKind.DUE in had else dated


def _order(item: Item) -> tuple[str, date, str]:
    return item.commitment.plan, item.commitment.due or date.max, item.commitment.reference


def _section(about: Commitment) -> dict[str, Any]:
    return {
        "plan_id": str(about.plan_id),
        "plan": about.plan,
        "vision": about.vision,
        "organisation_id": str(about.organisation_id) if about.organisation_id else None,
        "organisation": about.organisation,
        "items": [],
    }


def _told(item: Item) -> dict[str, Any]:
    about = item.commitment
    return {
        "commitment_id": str(about.id),
        "reference": about.reference,
        "text": about.text,
        "milestone": about.milestone,
        "state": about.state.value,
        "due": about.due.isoformat() if about.due else None,
        "rung": item.rung,
        "is_given": item.is_given,
    }
