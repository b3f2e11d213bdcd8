"""The form in which a coordinator assesses a commitment."""

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from services.plans.domain.assessments import COMPLETION_WORDS, Completion
from shared.http.forms import Choice, Form, SafeText

WHY = 1000


class AssessmentForm(Form):
    """How far it is fulfilled, and why."""

    completion = RadioField(
        "How far is it fulfilled?",
        [InputRequired("Choose how far it is fulfilled")],
        choices=[Choice(each.value, words) for each, words in COMPLETION_WORDS.items()],
        widget=GovRadioInput(),
    )
    why = TextAreaField(
        "Why do you think so?",
        [DataRequired("Say why you think so"), SafeText(WHY, lines=True)],
        description="In a line or two: what you saw or read. The community sees it.",
        widget=GovTextArea(),
    )

    @property
    def chosen(self) -> Completion:
        """What was chosen, once the form is valid."""
        return Completion(self.completion.data)
