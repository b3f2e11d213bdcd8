"""The form that finishes a draft: that of a commitment, filled in with what the sheet says."""

import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovTextArea
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Optional

from services.plans.domain.assets import MOST_ASSETS
from services.plans.domain.cells import CellRefused
from services.plans.domain.columns import Column
from services.plans.domain.drafts import LONGEST, OTHER_HEADING, read_cell
from services.plans.domain.facts import FOUR_CO_WORDS, PRIORITY_WORDS
from services.plans.domain.milestones import Milestone
from services.plans.domain.rows import CheckedRow
from services.plans.domain.sheet import CellFault
from services.plans.web.forms.commitment import NO_STEP, CommitmentForm
from services.plans.web.forms.reads import asked
from shared.contracts.names import name_key
from shared.http.forms import Choice, SafeText

AS_TYPED = "as-typed"
"""Stands for a step that the plan does not have yet, by the words of the sheet."""

FIELDS: Mapping[Column, str] = {
    Column.REFERENCE: "reference",
    Column.HEADING: "heading",
    Column.MILESTONE: "milestone",
    Column.COMMITMENT: "text",
    Column.ORGANISATION: "organisation",
    Column.CONTACT_NAME: "contact_name",
    Column.CONTACT_EMAIL: "contact_email",
    Column.SUPPORTING: "supporting",
    Column.DUE: "due",
    Column.EVIDENCE: "evidence",
    Column.STEPS: "steps",
    Column.PRIORITY: "priority",
    Column.PLACE: "place",
    Column.COORDINATES: "coordinates",
    Column.FOUR_CO: "four_co",
    Column.WORKSHOP: "workshop",
    Column.NOTE: "note",
    Column.ASSETS: "assets",
}
"""Which field of the form asks for which column; what supporters contribute stays as the sheet has it."""

_CHOSEN: Mapping[Column, Mapping[Any, str]] = {
    Column.PRIORITY: PRIORITY_WORDS,
    Column.FOUR_CO: FOUR_CO_WORDS,
}
"""What is chosen from a list, with the words that a sheet has for it."""


class DraftForm(CommitmentForm):
    """A commitment as the sheet has it, to be finished."""

    new_names = BooleanField("The names are right: these are other organisations", widget=GovCheckboxInput())
    workshop = asked(Column.WORKSHOP, "Which workshop did it come from?")
    note = TextAreaField(
        "What did the note on the wall say?",
        [Optional(), SafeText(LONGEST[Column.NOTE], lines=True)],
        widget=GovTextArea(),
    )
    assets = TextAreaField(
        "What does it build on?",
        [Optional(), SafeText(LONGEST[Column.ASSETS] * MOST_ASSETS, lines=True)],
        description="Assets of the workshops that led to the plan, one on each line.",
        widget=GovTextArea(),
    )

    def __init__(
        self, headings: Collection[str], steps: Sequence[Milestone], checked: CheckedRow, due: Any
    ) -> None:
        row = checked.row
        self._steps = {str(step.id): step.text for step in steps}
        step, heading = row.text(Column.MILESTONE), row.text(Column.HEADING) or OTHER_HEADING
        known = {name_key(text): id_ for id_, text in self._steps.items()}
        of_plan = {name_key(each): each for each in headings}
        typed = {
            name: row.cells.get(column, "") for column, name in FIELDS.items() if column is not Column.DUE
        } | {FIELDS[column]: _chosen(column, row.text(column)) for column in _CHOSEN}
        super().__init__(
            [*headings, *([] if name_key(heading) in of_plan else [heading])],
            steps,
            **typed
            | {
                "due": due,
                "milestone": known.get(name_key(step), AS_TYPED) if step else "",
                "heading": of_plan.get(name_key(heading), heading),
            },
        )
        if step and name_key(step) not in known:
            self._steps[AS_TYPED] = step
            known_steps = [Choice(str(each.id), each.text) for each in steps]
            self.milestone.choices = [NO_STEP, *known_steps, Choice(AS_TYPED, f"{step} (a new milestone)")]

    @property
    def cells(self) -> dict[Column, str]:
        """What was typed, as cells of the line."""
        typed = {column: getattr(self, name).data or "" for column, name in FIELDS.items()}
        chosen = {column: words.get(typed[column], "") for column, words in _CHOSEN.items()}
        return (
            typed
            | chosen
            | {
                Column.MILESTONE: self._steps.get(self.milestone.data or "", ""),
                Column.DUE: self.due.data.isoformat() if self.due.data else "",
            }
        )

    def tell(self, faults: Iterable[CellFault]) -> None:
        """Show beside each field what is wrong with its cell."""
        for fault in faults:
            field = self[FIELDS.get(fault.column, "text")]
            said = f" The sheet says “{fault.typed}”." if fault.column is Column.DUE and fault.typed else ""
            field.errors = [*field.errors, f"{fault.reason}{said} {fault.remedy}".rstrip(".")]


def _chosen(column: Column, typed: str) -> str:
    """Return which of the list the cell names; nothing where it names none of them."""
    with contextlib.suppress(CellRefused):
        return str(read_cell(column, typed) or "")
    return ""
