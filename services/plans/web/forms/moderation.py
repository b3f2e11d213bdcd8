"""The two buttons beside what somebody said, and the reason for the second."""

from wtforms import StringField
from wtforms.validators import AnyOf

from services.plans.domain.moderation import Verdict
from shared.http.forms import Form, SafeText

REASON = 300
_DECIDED = [Verdict.SHOWN.value, Verdict.PRIVATE.value]


class VerdictForm(Form):
    """Which button was pressed, and why."""

    verdict = StringField("What shall happen?", [AnyOf(_DECIDED, "Choose one of the two")])
    reason = StringField("Why does it stay private?", [SafeText(REASON)])

    @property
    def chosen(self) -> Verdict:
        """What was decided, once the form is valid."""
        return Verdict(self.verdict.data or "")

    @property
    def fault(self) -> str:
        """The first thing that is wrong."""
        return str(next(error for field in self for error in field.errors))
