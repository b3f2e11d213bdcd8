"""The choices of the page that tells how a plan stands; they stay in its address."""

from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import SelectField
from wtforms.validators import Optional

from services.plans.domain.status import Scope
from shared.http.forms import Choice, DayField, Form

BY = {
    Scope.HEADING: "Heading",
    Scope.MILESTONE: "Milestone",
    Scope.ORGANISATION: "Organisation",
}


class StatusForm(Form):
    """As at which day, and counted by what."""

    class Meta(Form.Meta):
        """It changes nothing, so it carries no token that would end up in the address."""

        csrf = False

    as_at = DayField(
        "As at the end of which day?",
        [Optional()],
        description="For example, 31 3 2027. Leave it empty for today.",
    )
    by = SelectField(
        "Counted by",
        [Optional()],
        choices=[Choice(scope.value, name) for scope, name in BY.items()],
        default=Scope.HEADING.value,
        widget=GovSelect(),
    )

    @property
    def scope(self) -> Scope:
        """What the figures are broken down by."""
        return Scope(self.by.data) if self.by.data in set(BY) else Scope.HEADING
