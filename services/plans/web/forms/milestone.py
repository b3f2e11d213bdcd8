"""The forms that add a backcast step to a plan and change it."""

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField
from wtforms.validators import DataRequired, Optional

from services.plans.web.forms.versioned import VersionedForm
from shared.http.forms import DayField, Form, SafeText

LINE = 500


class MilestoneForm(Form):
    """What must be true, and by when."""

    text = StringField(
        "What must be true by then?",
        [DataRequired("Say what must be true"), SafeText(LINE)],
        description="For example: Everyone nearby knows what is on in the park",
        widget=GovTextInput(),
    )
    target = DayField(
        "By when?",
        [Optional()],
        description="For example, 31 3 2027. Leave it empty if there is no date yet.",
    )


class MilestoneChangeForm(VersionedForm, MilestoneForm):
    """The same of a step that is there already."""
