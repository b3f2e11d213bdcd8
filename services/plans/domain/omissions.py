"""What a line of a sheet says nothing of; that of a commitment stays as it is.

A sheet without a column "Place" does not say that a commitment has none. So whatever is worked out of a line,
for the preview as for the plan, is worked out of what it says together with what stays.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.plans.domain.columns import Column
from services.plans.domain.commitments import Commitment
from services.plans.domain.drafts import Draft, field_of
from services.plans.domain.rows import CheckedRow
from shared.contracts.names import name_key


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The names of the organisation and the contact that answer for a commitment."""

    organisation: str | None
    contact: str | None


_PLAIN: Mapping[Column, Callable[[Commitment], Any]] = {
    Column.HEADING: lambda each: each.heading,
    Column.DUE: lambda each: each.due,
    Column.EVIDENCE: lambda each: each.evidence,
    Column.PRIORITY: lambda each: each.priority,
    Column.PLACE: lambda each: each.place.name if each.place else None,
    Column.COORDINATES: lambda each: each.place.point if each.place else None,
    Column.FOUR_CO: lambda each: each.four_co,
}
"""What a draft holds just as a commitment does. The others are names of what a commitment knows by ids."""


def said_columns(checked: CheckedRow, columns: Collection[Column]) -> frozenset[Column]:
    """Return of which of the sheet's columns the line says anything that can be used."""
    said = frozenset(columns) - checked.aside
    if Column.SUPPORTING in said:
        return said
    # Whose part each tells, only the names of the supporters say. Several owners in a cell name some too.
    helped = {Column.SUPPORTING} if checked.draft and checked.draft.supporting else set()
    return said - {Column.PARTS} | helped


def with_what_stays(
    checked: CheckedRow, commitment: Commitment, answers: Answers | None, said: Collection[Column]
) -> CheckedRow:
    """Return the line with what stays of the commitment, without the warnings that it is missing."""
    if checked.draft is None:
        return checked
    stays = {column: of(commitment) for column, of in _PLAIN.items() if column not in said}
    if answers and Column.CONTACT_EMAIL not in said and _same_owner(checked.draft, answers):
        stays |= {Column.CONTACT_NAME: answers.contact, Column.CONTACT_EMAIL: answers.contact}
    draft = replace(
        checked.draft,
        **{field_of(column): each for column, each in stays.items() if column is not Column.CONTACT_EMAIL},
    )
    warnings = tuple(each for each in checked.warnings if each.typed or not stays.get(each.column))
    return replace(checked, draft=draft, warnings=warnings)


def _same_owner(draft: Draft, answers: Answers) -> bool:
    """Return whether the owner stays; who answers for one organisation does not for another."""
    return draft.organisation is None or name_key(draft.organisation) == name_key(answers.organisation or "")
