"""From the lines of a sheet to commitments that could be made of them, with everything that is wrong."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.plans.domain.cells import CellRefused, checked_text
from services.plans.domain.columns import Column
from services.plans.domain.drafts import ASIDE, LONGEST, OTHER_HEADING, Draft, field_of, read_cell
from services.plans.domain.said_days import Bearings, read_day
from services.plans.domain.sheet import CellFault, Row
from services.plans.domain.supporters import parts_among


@dataclass(frozen=True, kw_only=True)
class CheckedRow:
    """A line with what came of it: a draft, or the faults that stand against one; warnings stop nothing.

    `aside` names the columns whose cells could not be read and were left out.
    """

    row: Row
    draft: Draft | None
    faults: tuple[CellFault, ...] = ()
    warnings: tuple[CellFault, ...] = ()
    aside: frozenset[Column] = frozenset()


_WANTED: tuple[tuple[Column, Column | None, str, str], ...] = (
    (
        Column.REFERENCE,
        None,
        "There is no reference.",
        "Give the commitment a short code of its own, like A7.",
    ),
    (Column.COMMITMENT, None, "There is no commitment.", "Write what will be done."),
    (
        Column.ORGANISATION,
        Column.CONTACT_EMAIL,
        "There is a contact but no organisation.",
        "Write which organisation the contact answers for.",
    ),
    (
        Column.WORKSHOP,
        Column.NOTE,
        "There is a note but no workshop.",
        "Write on which workshop's wall the note was.",
    ),
)
"""What must be filled in: the column, the one that makes it needed (or always), what is wrong, what to do."""


def check_rows(
    rows: Iterable[Row], today: date, *, counted_from: date | None = None, above: date | None = None
) -> list[CheckedRow]:
    """Check every line; of lines that share a reference the first keeps it.

    What is due in "12 months" is counted from the day given, or else from today. `above` is the date of the
    line above the first one, for lines that say the same.
    """
    holders: dict[str, int] = {}
    checked = []
    for row in rows:
        reading = _read(row, Bearings(counted_from=counted_from or today, above=above))
        above = reading.values.get(Column.DUE)
        checked.append(_checked(row, reading, holders, today))
    return checked


@dataclass(frozen=True, kw_only=True)
class _Reading:
    values: dict[Column, Any]
    faults: list[CellFault]
    inferred: list[CellFault]

    @property
    def draft(self) -> Draft:
        return Draft(**{field_of(column): each for column, each in self.values.items()})


def _checked(row: Row, reading: _Reading, holders: dict[str, int], today: date) -> CheckedRow:
    faults = reading.faults + _missing(row) + _repeated(row, holders)
    return CheckedRow(
        row=row,
        draft=None if faults else reading.draft,
        faults=tuple(faults),
        warnings=(*reading.inferred, *_warnings(row, reading.values, today)),
        aside=ASIDE & row.cells.keys() - reading.values.keys(),
    )


def _read(row: Row, bearings: Bearings) -> _Reading:
    reading = _Reading(values={}, faults=[], inferred=[])
    for column, typed in row.cells.items():
        try:
            if column is Column.DUE:
                said = read_day(checked_text(typed, LONGEST[column]), bearings)
                reading.values[column] = said.day
                if said.how:
                    reading.inferred.append(_fault(row, column, _understood(said.day), said.how))
            else:
                reading.values[column] = read_cell(column, typed)
        except CellRefused as refusal:
            if column in ASIDE:
                reading.inferred.append(
                    _fault(row, column, f"{refusal.reason} It is left out.", refusal.remedy)
                )
            else:
                reading.faults.append(_fault(row, column, refusal.reason, refusal.remedy))
    if Column.PARTS in reading.values:
        _give_parts(row, reading)
    return reading


def _give_parts(row: Row, reading: _Reading) -> None:
    """Find whose part each line tells; one that begins with no supporter's name is left out."""
    lines, supporting = reading.values[Column.PARTS], reading.values.get(Column.SUPPORTING, ())
    parts, strange = parts_among(lines, supporting)
    reading.values[Column.PARTS] = tuple(parts.items())
    remedy = "Write on a line: a supporting organisation of this row, a colon, and what it contributes."
    for line in strange:
        reason = f"“{line[:60]}” begins with none of the supporting organisations. It is left out."
        reading.inferred.append(_fault(row, Column.PARTS, reason, remedy))


def _understood(day: date) -> str:
    return f"This was understood as {day.day} {calendar.month_name[day.month]} {day.year}."


def _missing(row: Row) -> list[CellFault]:
    return [
        _fault(row, column, reason, remedy)
        for column, when, reason, remedy in _WANTED
        if not row.text(column) and (when is None or row.text(when))
    ]


def _repeated(row: Row, holders: dict[str, int]) -> list[CellFault]:
    reference = row.text(Column.REFERENCE).casefold()
    holder = holders.setdefault(reference, row.number)
    if not reference or holder == row.number:
        return []
    remedy = "Give each commitment a reference of its own."
    return [_fault(row, Column.REFERENCE, f"Row {holder} has this reference already.", remedy)]


def _warnings(row: Row, values: Mapping[Column, Any], today: date) -> list[CellFault]:
    due = values.get(Column.DUE)
    found = []
    if due is not None and due < today:
        found.append((Column.DUE, "This day has passed.", "The commitment will show as overdue at once."))
    if not row.text(Column.HEADING):
        found.append((Column.HEADING, "There is no heading.", f"It will go under “{OTHER_HEADING}”."))
    if not row.text(Column.DUE):
        found.append((Column.DUE, "There is no date.", "Nobody can be reminded before one is set."))
    if not row.text(Column.ORGANISATION) and not row.text(Column.CONTACT_EMAIL):
        found.append((Column.ORGANISATION, "There is no owner.", "Find an organisation that will take it."))
    elif not row.text(Column.CONTACT_EMAIL):
        found.append((Column.CONTACT_EMAIL, "There is no address.", "Nobody can be reminded without one."))
    return [_fault(row, *each) for each in found]


def _fault(row: Row, column: Column, reason: str, remedy: str) -> CellFault:
    return CellFault(
        row=row.number, column=column, typed=row.cells.get(column, ""), reason=reason, remedy=remedy
    )
