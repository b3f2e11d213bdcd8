"""A plan's commitments as the lines of a sheet, which an import reads back to the same plan."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.plans.domain.assessments import COMPLETION_WORDS, Completion
from services.plans.domain.columns import TITLES, Column
from services.plans.domain.facts import FOUR_CO_WORDS, PRIORITY_WORDS, FourCo, Priority
from services.plans.domain.formulas import defused
from services.plans.domain.places import Place
from services.plans.domain.steps import Steps, cell_of
from services.plans.domain.supporters import cell_of_parts
from services.plans.domain.traces import cell_of_assets
from shared.contracts import HEALTH_WORDS, STATE_WORDS, CommitmentState, Health

_DIGITS = frozenset("0123456789")


Rank = tuple[tuple[bool, int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Exported:
    """A commitment with the names in it. Whoever may not know the contact finds none here.

    Its workshop, its note and its assets are for the community alone.
    """

    reference: str
    heading: str
    milestone: str | None
    text: str
    organisation: str | None
    contact_name: str | None
    contact_email: str | None
    supporting: Sequence[str]
    due: date | None
    evidence: str | None
    steps: Steps
    state: CommitmentState
    health: Health | None
    slips: int
    last_note: str | None
    changed_at: datetime
    links: Sequence[str] = ()
    assessed: Completion | None = None
    assessed_why: str | None = None
    agreed: str | None = None
    priority: Priority | None = None
    place: Place | None = None
    four_co: FourCo | None = None
    parts: Sequence[tuple[str, str]] = ()
    workshop: str | None = None
    note: str | None = None
    assets: Sequence[str] = ()

    @property
    def rank(self) -> Rank:
        """Where it stands among the others."""
        return rank_of(self.reference)


Cell = Callable[[Exported], str | None]

READ_BACK: Mapping[Column, Cell] = {
    Column.REFERENCE: lambda each: each.reference,
    Column.HEADING: lambda each: each.heading,
    Column.MILESTONE: lambda each: each.milestone,
    Column.COMMITMENT: lambda each: each.text,
    Column.ORGANISATION: lambda each: each.organisation,
    Column.CONTACT_NAME: lambda each: each.contact_name,
    Column.CONTACT_EMAIL: lambda each: each.contact_email,
    Column.SUPPORTING: lambda each: _listed(each.supporting),
    Column.DUE: lambda each: each.due.isoformat() if each.due else None,
    Column.EVIDENCE: lambda each: each.evidence,
    Column.STEPS: lambda each: cell_of(each.steps),
    Column.PRIORITY: lambda each: PRIORITY_WORDS[each.priority] if each.priority else None,
    Column.PLACE: lambda each: each.place.name if each.place else None,
    Column.COORDINATES: lambda each: str(each.place.point) if each.place and each.place.point else None,
    Column.FOUR_CO: lambda each: FOUR_CO_WORDS[each.four_co] if each.four_co else None,
    Column.PARTS: lambda each: cell_of_parts(each.parts),
    Column.WORKSHOP: lambda each: each.workshop,
    Column.NOTE: lambda each: each.note,
    Column.ASSETS: lambda each: cell_of_assets(each.assets),
}
"""What an import reads. How a commitment goes only its owner says, so the columns below are for people."""

TOLD: Mapping[str, Cell] = {
    "State": lambda each: STATE_WORDS[each.state],
    "Health": lambda each: HEALTH_WORDS[each.health] if each.health else None,
    "Times its date moved": lambda each: str(each.slips),
    "Last said": lambda each: each.last_note,
    "Links": lambda each: "\n".join(each.links),
    "Assessment": lambda each: COMPLETION_WORDS[each.assessed] if each.assessed else None,
    "Why assessed so": lambda each: each.assessed_why,
    "We will, when they do": lambda each: each.agreed,
    "Last change": lambda each: each.changed_at.date().isoformat(),
}

HEADINGS = (*(TITLES[column] for column in READ_BACK), *TOLD)


def line(each: Exported) -> list[str]:
    """Return the commitment's cells, in the order of `HEADINGS`, with formulas defused."""
    cells = (*READ_BACK.values(), *TOLD.values())
    return [defused(cell(each) or "") for cell in cells]


def rank_of(reference: str) -> Rank:
    """Return where the reference stands among others: A10 comes after A9."""
    parts = re.findall(r"[0-9]+|[^0-9]+", reference)
    return tuple((part[0] not in _DIGITS, _number(part), part.casefold()) for part in parts)


def _listed(names: Sequence[str]) -> str:
    """Return the names parted by semicolons; a lone one with a comma in it ends with one, to stay whole."""
    listed = "; ".join(names)
    return f"{listed};" if len(names) == 1 and "," in listed else listed


def _number(part: str) -> int:
    return int(part) if part[0] in _DIGITS else 0
