"""What the forms have in common: the rules of the domain as checks of fields, and whose things they make."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import Field, SelectField, ValidationError

from services.partners.domain.addresses import clean_email
from services.partners.domain.communities import Community
from services.partners.domain.names import clean_name
from services.partners.domain.refusals import Refused
from shared.db.unit_of_work import UnitOfWork
from shared.http.forms import Choice, Form
from shared.http.site import site

Result = TypeVar("Result")


class Follows:
    """Checks a field by a rule of the domain, and shows what the rule says."""

    def __init__(self, rule: Callable[[str], object]) -> None:
        self._rule = rule

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise WTForms' ValidationError if the rule refuses what was typed."""
        try:
            self._rule(field.data or "")
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


EMAIL = Follows(clean_email)
NAME = Follows(clean_name)


class ActingForm(Form):
    """A form behind which a use case stands."""

    def act(self, use_case: Callable[[UnitOfWork], Result]) -> Result | None:
        """Check the form and do what it asks for; None if it must be shown again.

        What the use case refuses undoes all of its transaction, and stands beside the field it is about.
        """
        if not self.validate():
            return None
        try:
            with site().database.unit_of_work() as uow:
                return use_case(uow)
        except Refused as refusal:
            field = self[refusal.field or "name"]
            field.errors = [*field.errors, str(refusal)]
            return None


class CommunityForm(ActingForm):
    """A form that makes something in a community; it asks in which one only where there is a choice."""

    community_id = SelectField("Community", coerce=UUID, widget=GovSelect())

    def offer(self, communities: Sequence[Community]) -> None:
        """Offer the communities that the caller coordinates."""
        self._only = communities[0].id
        self.community_id.choices = [Choice(str(community.id), community.name) for community in communities]
        if len(communities) == 1:
            del self.community_id

    def community(self) -> UUID:
        """Return the community that was chosen."""
        field = self._fields.get("community_id")
        return UUID(str(field.data)) if field else self._only
