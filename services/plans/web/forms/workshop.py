"""The form that records a workshop, and changes what was recorded."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Optional

from services.plans.db.queries.workshops import Led, WorkshopRow
from services.plans.domain.attendance import read_attendance, write_attendance
from services.plans.domain.refusals import Refused
from services.plans.domain.workshops import METHODS, Contribution
from services.plans.use_cases.workshops import NewWorkshop
from services.plans.web.forms.versioned import VersionedForm
from shared.http.forms import Choice, DayField, SafeText

LINE, PART, WORDS, ATTENDANCE = 500, 200, 4000, 12_000
NO_PLAN = Choice("", "No plan, or none yet")


class WorkshopForm(VersionedForm):
    """When, where and how people met, who came, and what came out."""

    method = RadioField(
        "How did you work?",
        [InputRequired("Choose how you worked")],
        choices=[Choice(key, method.name) for key, method in METHODS.items()],
        widget=GovRadioInput(),
    )
    held_on = DayField(
        "When was it?", [InputRequired("Enter the day of the workshop")], description="For example, 24 1 2027"
    )
    place = StringField(
        "Where was it?", [DataRequired("Say where it was"), SafeText(LINE)], widget=GovTextInput()
    )
    came = TextAreaField(
        "Who came?",
        [SafeText(ATTENDANCE, lines=True)],
        description="A line for each organisation or group, with how many came first: 3 Oak Trust. Leave the "
        "number out where nobody counted. Do not name people.",
        widget=GovTextArea(),
    )
    outcome = TextAreaField("What came out?", [SafeText(WORDS, lines=True)], widget=GovTextArea())
    notes = TextAreaField("Notes", [SafeText(WORDS, lines=True)], widget=GovTextArea())
    kept = SelectMultipleField(
        "What it led to",
        description="Take the mark away where it did not lead there after all.",
        widget=GovCheckboxesInput(),
        option_widget=GovCheckboxInput(),
    )
    plan = SelectField("Which plan did it lead to?", [Optional()], widget=GovSelect())
    part = StringField(
        "What did it give the plan?",
        [SafeText(PART)],
        description="For example: "
        + ", ".join(method.gives for method in list(METHODS.values())[2:5])
        + ". Empty means what is usual for the way you worked.",
        widget=GovTextInput(),
    )

    def __init__(self, plans: Mapping[UUID, str], row: WorkshopRow | None = None, **data: Any) -> None:
        super().__init__(data=(_typed(row) if row else {}) | data)
        self._led_to: Sequence[Led] = row.led_to if row else ()
        taken = {led.plan_id for led in self._led_to}
        self.plan.choices = [
            NO_PLAN,
            *(Choice(str(each), plans[each]) for each in plans if each not in taken),
        ]
        self.kept.choices = [Choice(str(led.plan_id), f"{led.plan}: {led.part}") for led in self._led_to]
        if self._led_to:
            self.plan.label.text = "Which other plan did it lead to?"

    @property
    def told(self) -> NewWorkshop:
        """What was typed, once the form is valid."""
        kept = [led for led in self._led_to if str(led.plan_id) in (self.kept.data or ())]
        parts = [Contribution(plan_id=led.plan_id, part=led.part) for led in kept]
        if self.plan.data:
            parts.append(Contribution(plan_id=UUID(self.plan.data), part=self.part.data or ""))
        return NewWorkshop(
            held_on=self.held_on.data,  # type: ignore[arg-type]  # It was validated.
            place=self.place.data or "",
            method=self.method.data,
            attendance=read_attendance(self.came.data or ""),
            contributions=parts,
            notes=self.notes.data or None,
            outcome=self.outcome.data or None,
        )

    def refuse(self, refusal: Refused) -> None:
        """Show beside the plan, which alone can be another community's, why it cannot be recorded."""
        self.plan.errors = [*self.plan.errors, str(refusal)]

    def validate_came(self, field: TextAreaField) -> None:
        """Refuse a line that is no group."""
        try:
            read_attendance(field.data or "")
        except Refused as refusal:
            raise ValidationError(str(refusal).rstrip(".")) from refusal

    def validate_part(self, field: StringField) -> None:
        """Refuse a part in no plan: it would be lost."""
        if field.data and not self.plan.data:
            raise ValidationError("Choose above the plan that it gave this to, or leave this empty")


class NewWorkshopForm(WorkshopForm):
    """The form that records a workshop in one of the coordinator's communities."""

    community = SelectField("Community", widget=GovSelect())

    def __init__(self, communities: Mapping[UUID, str], plans: Mapping[UUID, str], plan: str) -> None:
        super().__init__(plans, plan=plan)
        self.community.choices = [Choice(str(each), name) for each, name in communities.items()]
        if len(communities) == 1:
            self.community.data = str(next(iter(communities)))

    @property
    def community_id(self) -> UUID:
        """The community whose workshop it was."""
        return UUID(self.community.data)


def _typed(row: WorkshopRow) -> dict[str, Any]:
    workshop = row.workshop
    return {
        "version": str(workshop.version),
        "method": workshop.method,
        "held_on": workshop.held_on,
        "place": workshop.place,
        "came": write_attendance(row.groups),
        "outcome": workshop.outcome,
        "notes": workshop.notes,
        "kept": [str(led.plan_id) for led in row.led_to],
    }
