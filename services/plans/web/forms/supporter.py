"""The forms that note who helps with a commitment, and with which part."""

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField
from wtforms.validators import DataRequired, Optional

from services.plans.domain.columns import Column
from services.plans.domain.supporters import LONGEST_PART
from services.plans.web.forms.reads import Reads
from shared.contracts.names import LONGEST_NAME
from shared.http.forms import Form, SafeText


class SupporterForm(Form):
    """One more organisation that helps."""

    organisation = StringField(
        "Which organisation helps?",
        [DataRequired("Write which organisation helps"), SafeText(LONGEST_NAME), Reads(Column.ORGANISATION)],
        widget=GovTextInput(),
    )
    part = StringField(
        "What does it contribute?",
        [Optional(), SafeText(LONGEST_PART)],
        description="For example, lends gloves and hoops. Do not name people.",
        widget=GovTextInput(),
    )

    @property
    def said(self) -> str | None:
        """The part, if one was typed."""
        return " ".join((self.part.data or "").split()) or None
