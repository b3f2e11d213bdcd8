"""Which organisations a sheet's lines mean: known ones by any spelling, new ones, several owners at once."""

import re
from collections.abc import Iterable
from dataclasses import replace

from services.plans.domain.columns import Column
from services.plans.domain.likeness import Names
from services.plans.domain.rows import CheckedRow
from services.plans.domain.sheet import CellFault


def settled(checked: CheckedRow, names: Names) -> CheckedRow:
    """Return the line with its organisations as they are known, or with a fault where a person has to say."""
    checked = _with_one_owner(checked, names)
    draft = checked.draft
    if draft is None:
        return checked
    owner = names.settled(draft.organisation) if draft.organisation else None
    helpers = {name: names.settled(name) for name in draft.supporting}
    faults = list(_faults(checked, Column.SUPPORTING, [name for name in helpers if not helpers[name]], names))
    if draft.organisation and not owner:
        faults += _faults(checked, Column.ORGANISATION, [draft.organisation], names)
    if faults:
        return replace(checked, draft=None, faults=tuple(faults))
    supporting = tuple(dict.fromkeys(name for name in helpers.values() if name and name != owner))
    parts = {called: part for name, part in draft.parts if (called := helpers.get(name)) in supporting}
    settled_draft = replace(draft, organisation=owner, supporting=supporting, parts=tuple(parts.items()))
    return replace(checked, draft=settled_draft)


_BETWEEN = re.compile(r"\s+/\s+|[;\r\n]+")


def _with_one_owner(checked: CheckedRow, names: Names) -> CheckedRow:
    """Return the line with the first of several owners as its owner and the others in support, and say so."""
    draft = checked.draft
    if draft is None or draft.organisation is None or names.knows(draft.organisation):
        return checked
    parts = _BETWEEN.split(checked.row.cells[Column.ORGANISATION])
    owners = list(dict.fromkeys(name for part in parts if (name := " ".join(part.split()))))
    if owners in ([], [draft.organisation]):
        return checked
    first, *others = owners
    told = CellFault(
        row=checked.row.number,
        column=Column.ORGANISATION,
        typed=checked.row.cells[Column.ORGANISATION],
        reason="More than one organisation is written here.",
        remedy=f"“{first}” becomes the owner, with the support of {_listed(others)}.",
    )
    return replace(
        checked,
        draft=replace(draft, organisation=first, supporting=(*others, *draft.supporting)),
        warnings=(*checked.warnings, *([told] if others else ())),
    )


def _listed(names: Iterable[str]) -> str:
    return " and ".join(f"“{name}”" for name in names)


def _faults(checked: CheckedRow, column: Column, names: Iterable[str], known: Names) -> Iterable[CellFault]:
    for name in names:
        yield CellFault(
            row=checked.row.number,
            column=column,
            typed=checked.row.cells.get(column, ""),
            reason=f"“{name}” may be “{known.doubts[name]}”, which is known.",
            remedy="Say whether it is that one or a new one.",
        )
