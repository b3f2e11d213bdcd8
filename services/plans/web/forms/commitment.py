"""The form by which a coordinator writes one commitment down: the columns of a sheet, asked one by one."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextArea
from wtforms import Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Optional

from services.plans.domain.columns import Column
from services.plans.domain.drafts import Draft, read_cell
from services.plans.domain.milestones import Milestone
from services.plans.domain.steps import SheetStep, lines_of
from services.plans.web.forms.facts import FactFields
from services.plans.web.forms.reads import Reads, asked
from services.plans.web.forms.step import MOST_LETTERS, check_steps
from shared.http.forms import Choice, DayField, SafeText

NO_STEP = Choice("", "None of them")


class CommitmentForm(FactFields):
    """A commitment as it was said in the room."""

    text = TextAreaField(
        "What will be done?",
        [DataRequired("Write what will be done"), SafeText(2000, lines=True), Reads(Column.COMMITMENT)],
        description="As it was said in the room.",
        widget=GovTextArea(),
    )
    organisation = asked(
        Column.ORGANISATION, "Which organisation promised it?", "Leave it empty if nobody has yet."
    )
    contact_name = asked(Column.CONTACT_NAME, "Who answers for it there?")
    contact_email = asked(
        Column.CONTACT_EMAIL, "Their e-mail address", "We tell them that it is theirs, and remind them."
    )
    due = DayField("By when?", [Optional()], description="For example, 31 3 2027. Leave it empty if open.")
    milestone = SelectField("Which milestone does it lead to?", widget=GovSelect())
    heading = SelectField("Under which heading?", widget=GovSelect())
    supporting = asked(Column.SUPPORTING, "Who helps?", "Organisations, with semicolons between them.")
    evidence = TextAreaField(
        "What will count as done?",
        [Optional(), SafeText(2000, lines=True), Reads(Column.EVIDENCE)],
        widget=GovTextArea(),
    )
    steps = TextAreaField(
        "Which steps does it take?",
        [Optional(), SafeText(MOST_LETTERS, lines=True), check_steps],
        description="One on each line.",
        widget=GovTextArea(),
    )
    reference = asked(Column.REFERENCE, "Reference", "A short code like A7; without one it gets a number.")

    def __init__(self, headings: Collection[str], milestones: Sequence[Milestone], /, **typed: Any) -> None:
        super().__init__(**typed)
        self.heading.choices = [Choice(heading, heading) for heading in headings]
        self.milestone.choices = [NO_STEP, *(Choice(str(step.id), step.text) for step in milestones)]

    def validate_contact_email(self, _field: StringField) -> None:
        """Refuse a contact who answers for nobody."""
        if not self.organisation.data:
            raise ValidationError("Write above which organisation they answer for")

    @property
    def milestone_id(self) -> UUID | None:
        """The step that was chosen."""
        return UUID(self.milestone.data) if self.milestone.data else None

    @property
    def draft(self) -> Draft:
        """What was typed, read as the line of a sheet is read."""
        return Draft(
            reference=self._read(Column.REFERENCE, self.reference) or "",
            text=self._read(Column.COMMITMENT, self.text) or "",
            heading=self.heading.data,
            organisation=self._read(Column.ORGANISATION, self.organisation),
            contact_name=self._read(Column.CONTACT_NAME, self.contact_name),
            contact_email=self._read(Column.CONTACT_EMAIL, self.contact_email),
            supporting=self._read(Column.SUPPORTING, self.supporting) or (),
            due=self.due.data,
            evidence=self._read(Column.EVIDENCE, self.evidence),
            steps=tuple(SheetStep(text=text) for text in lines_of(self.steps.data)),
            priority=self.chosen_priority,
            place=self.place_name,
            coordinates=self.point,
            four_co=self.chosen_co,
        )

    @staticmethod
    def _read(column: Column, field: Field) -> Any:
        return read_cell(column, field.data) if field.data else None
