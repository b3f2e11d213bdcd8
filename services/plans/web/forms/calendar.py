"""The form that makes a link to a calendar."""

from collections.abc import Mapping, Sequence

from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import SelectField
from wtforms.validators import DataRequired

from services.plans.db.queries.calendars import Readable
from services.plans.domain.calendars import CalendarKind
from shared.http.forms import Choice, Form

NOTHING = Choice("", "Choose a calendar")
KINDS: Mapping[CalendarKind, str] = {
    CalendarKind.MINE: "Mine",
    CalendarKind.PLAN: "Plan",
    CalendarKind.ORGANISATION: "Organisation",
}


class CalendarForm(Form):
    """Which calendar the link is to; one that was asked for is chosen already."""

    calendar = SelectField(
        "What do you want in your calendar?",
        [DataRequired("Choose what you want in your calendar")],
        widget=GovSelect(),
    )

    def __init__(self, calendars: Sequence[Readable], *, wanted: str | None = None) -> None:
        super().__init__()
        choices = [Choice(each.key, f"{KINDS[each.link.kind]}: {each.name}") for each in calendars]
        self.calendar.choices = [NOTHING, *choices]
        if wanted in {each.key for each in calendars}:
            self.calendar.data = wanted
