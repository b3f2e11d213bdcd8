"""The form that lets a commitment wait on another."""

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextInput
from wtforms import RadioField, StringField, ValidationError
from wtforms.validators import DataRequired

from services.plans.domain.turns import LONGEST_AGREED, WHEN_WORDS, Terms
from shared.contracts import When
from shared.http.forms import Choice, Form, SafeText

REFERENCE = 40
PLAIN = Choice("", "Nothing: it only waits")


class WaitForm(Form):
    """Which other one, by what people call it, and what was agreed with its owner, if anything."""

    reference = StringField(
        "Which commitment does it wait on?",
        [DataRequired("Give the reference of the other commitment"), SafeText(REFERENCE)],
        description="Its reference in this plan, for example A7",
        widget=GovTextInput(),
    )
    when = RadioField(
        "What was agreed with its owner?",
        choices=[PLAIN, *(Choice(each.value, f"We will, {words}") for each, words in WHEN_WORDS.items())],
        default="",
        description="By agreement, whoever answers for this one gets an e-mail once it is their turn.",
        widget=GovRadioInput(),
    )
    agreed = StringField(
        "Say in a line what was agreed",
        [SafeText(LONGEST_AGREED)],
        description="For example: you open the gate, we bring the walkers. Do not name people.",
        widget=GovTextInput(),
    )

    @property
    def terms(self) -> Terms | None:
        """What was agreed, once the form is valid."""
        return Terms.of(When(self.when.data), self.agreed.data or "") if self.when.data else None

    def validate_agreed(self, field: StringField) -> None:
        """Want the line where something was agreed."""
        if self.when.data and not (field.data or "").strip():
            raise ValidationError("Say in a line what was agreed")
