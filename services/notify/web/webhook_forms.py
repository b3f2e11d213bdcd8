"""The form that makes a webhook."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSelect, GovSubmitInput, GovTextInput
from wtforms import SelectField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import InputRequired

from services.notify.calling.guard import guard_of
from services.notify.domain.refusals import Refused
from services.notify.domain.targets import LONGEST_URL
from services.notify.domain.webhooks import EVENT_TYPES
from services.notify.use_cases.webhooks import Wish
from shared.db.unit_of_work import UnitOfWork
from shared.http.forms import Choice, Form, SafeText
from shared.http.site import site

Result = TypeVar("Result")
LONGEST_DESCRIPTION = 200


class WebhookForm(Form):
    """A webhook to make; it asks for the community only where there is a choice."""

    community_id = SelectField("Community", coerce=UUID, widget=GovSelect())
    url = StringField(
        "Address to call",
        [InputRequired("Enter the address to call"), SafeText(LONGEST_URL)],
        widget=GovTextInput(),
    )
    description = StringField(
        "What it is for (optional)", [SafeText(LONGEST_DESCRIPTION)], widget=GovTextInput()
    )
    event_types = SelectMultipleField(
        "Call it when",
        [InputRequired("Choose what it is told of")],
        choices=[Choice(name, label) for name, label in EVENT_TYPES.items()],
        widget=GovCheckboxesInput(),
    )
    make = SubmitField("Make the webhook", widget=GovSubmitInput())

    def offer(self, communities: Mapping[UUID, str]) -> None:
        """Offer the communities that the caller coordinates, by id with their names."""
        self._only = next(iter(communities))
        self.community_id.choices = [Choice(str(key), name) for key, name in communities.items()]
        if len(communities) == 1:
            del self.community_id

    def community(self) -> UUID:
        """Return the community that was chosen."""
        field = self._fields.get("community_id")
        return UUID(str(field.data)) if field else self._only

    def act(self, use_case: Callable[[UnitOfWork, Wish], Result]) -> Result | None:
        """Check the form and do what it asks for; None if it must be shown again."""
        if not self.validate():
            return None
        try:
            wish = self._wish()
            with site().database.unit_of_work() as uow:
                return use_case(uow, wish)
        except Refused as refusal:
            field = self[refusal.field or "url"]
            field.errors = [*field.errors, str(refusal)]
            return None

    def _wish(self) -> Wish:
        return Wish(
            url=guard_of(site().settings).check(self.url.data or ""),
            description=self.description.data or "",
            event_types=self.event_types.data or (),
        )
