"""The form that lets a commitment wait on another."""

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField
from wtforms.validators import DataRequired

from shared.http.forms import Form, SafeText

REFERENCE = 40


class WaitForm(Form):
    """Which other one, by what people call it."""

    reference = StringField(
        "Which commitment does it wait on?",
        [DataRequired("Give the reference of the other commitment"), SafeText(REFERENCE)],
        description="Its reference in this plan, for example A7",
        widget=GovTextInput(),
    )
