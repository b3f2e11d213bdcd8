"""The forms of 100-day runs."""

from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from services.plans.domain.runs import Review
from shared.contracts.names import LONGEST_NAME
from shared.http.forms import Choice, DayField, Form, SafeText

WORDS, REFERENCE = 4000, 40


class RunForm(Form):
    """What the run is called, what it is for, and when it begins."""

    title = StringField(
        "What is it called?",
        [DataRequired("Give the run a name"), SafeText(LONGEST_NAME)],
        widget=GovTextInput(),
    )
    purpose = TextAreaField(
        "What is it for?",
        [DataRequired("Say what the run is for"), SafeText(WORDS, lines=True)],
        widget=GovTextArea(),
    )
    first_day = DayField(
        "On which day does it begin?",
        [InputRequired("Enter the first day")],
        description="For example, 1 3 2027. It ends 100 days later.",
    )

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, once the form is valid."""
        return {"title": self.title.data, "purpose": self.purpose.data, "first_day": self.first_day.data}

    def refuse(self, refusal: Exception) -> None:
        """Show why it cannot be."""
        _refuse(self.title, refusal)


class PutInForm(Form):
    """Which commitment of the plan."""

    reference = StringField(
        "Put a commitment in",
        [DataRequired("Give the reference of a commitment"), SafeText(REFERENCE)],
        description="Its reference in this plan, for example A7",
        widget=GovTextInput(),
    )

    def refuse(self, refusal: Exception) -> None:
        """Show why it cannot be."""
        _refuse(self.reference, refusal)


class CheckInForm(Form):
    """A look at how the run goes, for one of the days that are due."""

    day = RadioField("For which day?", [InputRequired("Choose the day")], widget=GovRadioInput())
    note = TextAreaField(
        "How does it go?",
        [DataRequired("Say how it goes"), SafeText(WORDS, lines=True)],
        description="How many stand in which state is noted with it. It cannot be changed afterwards.",
        widget=GovTextArea(),
    )

    def __init__(self, due: Sequence[int]) -> None:
        super().__init__()
        self.day.choices = [Choice(str(day), f"Day {day}") for day in due]

    def refuse(self, refusal: Exception) -> None:
        """Show why it cannot be."""
        _refuse(self.day, refusal)


def _text(label: str) -> TextAreaField:
    return TextAreaField(label, [SafeText(WORDS, lines=True)], widget=GovTextArea())


class ReviewForm(Form):
    """What came of the run; at least one of the four says something."""

    success = _text("What succeeded?")
    failure = _text("What failed?")
    conflicting = _text("Where do the results conflict?")
    remedy = _text("What would help?")

    @property
    def review(self) -> Review:
        """What was typed, once the form is valid."""
        return Review(**{name: getattr(self, name).data or "" for name in Review.__dataclass_fields__})

    def refuse(self, refusal: Exception) -> None:
        """Show why it cannot be."""
        _refuse(self.success, refusal)


def _refuse(field: Field, refusal: Exception) -> None:
    field.errors = [*field.errors, str(refusal)]
