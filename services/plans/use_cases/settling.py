"""Which organisations a sheet's lines mean: known ones by whatever spelling, or new ones."""

from collections.abc import Iterable
from dataclasses import replace

from services.plans.domain.columns import Column
from services.plans.domain.likeness import Names
from services.plans.domain.rows import CheckedRow
from services.plans.domain.sheet import CellFault


def settled(checked: CheckedRow, names: Names) -> CheckedRow:
    """Return the line with its organisations as they are known, or with a fault where a person has to say."""
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
    supporting = tuple(dict.fromkeys(name for name in helpers.values() if name))
    return replace(checked, draft=replace(draft, organisation=owner, supporting=supporting))


def _faults(checked: CheckedRow, column: Column, names: Iterable[str], known: Names) -> Iterable[CellFault]:
    for name in names:
        yield CellFault(
            row=checked.row.number,
            column=column,
            typed=checked.row.cells.get(column, ""),
            reason=f"“{name}” may be “{known.doubts[name]}”, which is known.",
            remedy="Say whether it is that one or a new one.",
        )
