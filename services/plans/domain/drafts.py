"""What a line of a sheet says once it is read, and how each of its cells is read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.plans.domain.assets import LONGEST_ASSET, LONGEST_NOTE
from services.plans.domain.cells import checked_address, checked_lines, checked_name, checked_text, names_in
from services.plans.domain.columns import Column
from services.plans.domain.days import parse_day
from services.plans.domain.facts import FourCo, Priority, read_four_co, read_priority
from services.plans.domain.places import LONGEST_PLACE, Point, read_point
from services.plans.domain.steps import LONGEST_STEP, SheetStep, read_steps
from services.plans.domain.supporters import LONGEST_PART, read_parts
from services.plans.domain.traces import read_lines
from shared.contracts.addresses import LONGEST_ADDRESS
from shared.contracts.names import LONGEST_NAME

LONGEST: Mapping[Column, int] = {
    Column.REFERENCE: 40,
    Column.HEADING: 200,
    Column.MILESTONE: 500,
    Column.COMMITMENT: 2000,
    Column.ORGANISATION: LONGEST_NAME,
    Column.CONTACT_NAME: LONGEST_NAME,
    Column.CONTACT_EMAIL: LONGEST_ADDRESS,
    Column.SUPPORTING: LONGEST_NAME,
    Column.DUE: 100,
    Column.EVIDENCE: 2000,
    Column.STEPS: LONGEST_STEP,
    Column.PRIORITY: 100,
    Column.PLACE: LONGEST_PLACE,
    Column.COORDINATES: 100,
    Column.FOUR_CO: 100,
    Column.PARTS: LONGEST_NAME + LONGEST_PART + 2,
    Column.WORKSHOP: 600,
    Column.NOTE: LONGEST_NOTE,
    Column.ASSETS: LONGEST_ASSET + 10,
}
"""The most characters a cell may hold; for supporting organisations, their parts, steps and assets, each."""

ASIDE = frozenset({Column.PRIORITY, Column.COORDINATES, Column.FOUR_CO})
"""What is left out where it cannot be read: others' sheets rank and locate things in ways of their own."""

OTHER_HEADING = "Other"
"""Where a commitment goes that stands under no heading."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a line says, read and checked: a commitment that is not made yet."""

    reference: str
    text: str
    heading: str | None = None
    milestone: str | None = None
    organisation: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    supporting: tuple[str, ...] = ()
    due: date | None = None
    evidence: str | None = None
    steps: tuple[SheetStep, ...] = ()
    priority: Priority | None = None
    place: str | None = None
    coordinates: Point | None = None
    four_co: FourCo | None = None
    parts: tuple[tuple[str, str], ...] = ()
    workshop: str | None = None
    note: str | None = None
    assets: tuple[str, ...] = ()


def field_of(column: Column) -> str:
    """Return the name of the draft's field that the column holds."""
    return "text" if column is Column.COMMITMENT else column.value


def differences(before: Draft | None, after: Draft, said: Collection[Column]) -> frozenset[str]:
    """Return which of the said fields say something else; all of them when there was no draft before."""
    names = {field_of(column) for column in said} - {"reference"}
    return frozenset(
        name for name in names if before is None or getattr(before, name) != getattr(after, name)
    )


_READERS: Mapping[Column, Callable[[str, int], Any]] = {
    Column.COMMITMENT: checked_lines,
    Column.EVIDENCE: checked_lines,
    Column.ORGANISATION: checked_name,
    Column.CONTACT_NAME: checked_name,
    Column.CONTACT_EMAIL: lambda text, longest: checked_address(checked_text(text, longest)),
    Column.SUPPORTING: names_in,
    Column.STEPS: read_steps,
    Column.PRIORITY: read_priority,
    Column.COORDINATES: read_point,
    Column.FOUR_CO: read_four_co,
    Column.PARTS: read_parts,
    Column.NOTE: checked_lines,
    Column.ASSETS: read_lines,
    Column.DUE: lambda text, longest: parse_day(checked_text(text, longest)),
}
"""What reads a column that is more than a text, given the most characters that it may hold."""


def read_cell(column: Column, typed: str) -> Any:
    """Return what the cell says; raise CellRefused with what to type instead."""
    return _READERS.get(column, checked_text)(typed, LONGEST[column])
