"""The form that notes who consented to a plan's vision."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextArea
from wtforms import SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from services.plans.db.queries.workshops import WorkshopRow
from services.plans.domain.cells import CellRefused
from services.plans.domain.columns import Column
from services.plans.domain.drafts import read_cell
from services.plans.use_cases.consents import WrongWorkshop
from shared.http.forms import Choice, DayField, Form, SafeText
from shared.http.words import day

NOWHERE = Choice("", "At none of them")
MOST_LETTERS, MOST_NAMES = 12_000, 100


class ConsentForm(Form):
    """Which organisations, when and where."""

    names = TextAreaField(
        "Which organisations consented?",
        [DataRequired("Write at least one organisation"), SafeText(MOST_LETTERS, lines=True)],
        description="One on each line. Do not name people.",
        widget=GovTextArea(),
    )
    given_on = DayField(
        "When?",
        [InputRequired("Enter the day on which they consented")],
        description="For example, 24 1 2027",
    )
    workshop = SelectField("At which workshop?", widget=GovSelect())

    def __init__(self, led_here: Sequence[WorkshopRow]) -> None:
        super().__init__()
        choices = [
            Choice(str(row.workshop.id), f"{day(row.workshop.held_on)}, {row.workshop.place}")
            for row in led_here
        ]
        self.workshop.choices = [NOWHERE, *choices]

    @property
    def organisations(self) -> list[str]:
        """The names, without empty lines."""
        return [line for line in (self.names.data or "").split("\n") if line.strip()]

    @property
    def day(self) -> date:
        """The day, once the form is valid."""
        return self.given_on.data  # type: ignore[return-value]  # It was validated.

    @property
    def workshop_id(self) -> UUID | None:
        """The workshop that was chosen."""
        return UUID(self.workshop.data) if self.workshop.data else None

    def refuse(self, refusal: Exception) -> None:
        """Show why it cannot be noted: beside the workshop if it is about that, else at the top."""
        field = self.workshop if isinstance(refusal, WrongWorkshop) else self.names
        field.errors = [*field.errors, str(refusal)]

    def validate_names(self, _field: TextAreaField) -> None:
        """Refuse what no organisation could be called, and more than one page of them."""
        if len(self.organisations) > MOST_NAMES:
            raise ValidationError(f"Write {MOST_NAMES} organisations or fewer at a time")
        for name in self.organisations:
            try:
                read_cell(Column.ORGANISATION, name)
            except CellRefused as refusal:
                raise ValidationError(f"{name[:60]}: {refusal.reason} {refusal.remedy}") from refusal
