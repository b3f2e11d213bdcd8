"""The form that makes a plan with its vision."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSelect, GovTextArea, GovTextInput
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from services.plans.domain.licences import TERMS, Licence
from services.plans.domain.plans import Plan, Vision, checked_headings
from services.plans.domain.refusals import Refused
from shared.http.forms import Choice, DayField, Form, SafeText

NAME, ANSWER, HEADING = 200, 4000, 200
"""How many characters a plan's name, each answer of its vision and each heading may have."""
MOST_HEADINGS = 20


class VisionForm(Form):
    """A plan's name, the three answers of its vision, and its horizon."""

    name = StringField(
        "Name of the plan",
        [DataRequired("Give the plan a name"), SafeText(NAME)],
        widget=GovTextInput(),
    )
    what = TextAreaField(
        "What do we want?",
        [DataRequired("Say what you want"), SafeText(ANSWER, lines=True)],
        description="The vision, in the words of the workshop.",
        widget=GovTextArea(),
    )
    how = TextAreaField(
        "How do we want to achieve it?",
        [DataRequired("Say how you want to achieve it"), SafeText(ANSWER, lines=True)],
        widget=GovTextArea(),
    )
    why = TextAreaField(
        "Why will this strengthen what is good?",
        [DataRequired("Say why this will strengthen what is good"), SafeText(ANSWER, lines=True)],
        widget=GovTextArea(),
    )
    horizon = DayField(
        "By when should the vision be real?",
        [InputRequired("Enter the date of the horizon")],
        description="For example, 31 12 2032",
    )
    public = BooleanField("Anyone may see this plan, without names of people", widget=GovCheckboxInput())
    moderated = BooleanField(
        "Show them what people say, too, once a coordinator has let it pass",
        description="Else only the community reads notes, links, photos, files and what is needed.",
        widget=GovCheckboxInput(),
    )

    licence = SelectField(
        "Under which licence may others use what anyone may see?",
        choices=[Choice(licence.value, terms.name) for licence, terms in TERMS.items()],
        default=Licence.NONE.value,
        widget=GovSelect(),
    )

    def __init__(self, today: date, **data: Any) -> None:
        super().__init__(data=data)
        self._today = today

    @property
    def horizon_day(self) -> date:
        """The horizon, once the form is valid."""
        return self.horizon.data or self._today

    @property
    def vision(self) -> Vision:
        """The three answers."""
        return Vision(what=self.what.data or "", how=self.how.data or "", why=self.why.data or "")

    def validate_horizon(self, field: DayField) -> None:
        """Refuse a vision of the past."""
        if field.data is not None and field.data <= self._today:
            raise ValidationError("The date must be in the future")


class PlanForm(VisionForm):
    """The form that makes a plan in one of the coordinator's communities."""

    community = SelectField("Community", widget=GovSelect())

    def __init__(self, communities: Mapping[UUID, str], today: date) -> None:
        super().__init__(today)
        self.community.choices = [Choice(str(each), name) for each, name in communities.items()]
        if len(communities) == 1:
            self.community.data = str(next(iter(communities)))

    @property
    def community_id(self) -> UUID:
        """The community whose plan it will be."""
        return UUID(self.community.data)


class PlanChangeForm(VisionForm):
    """The form that changes a plan, with its headings, a line each."""

    version = HiddenField()
    headings = TextAreaField(
        "Headings",
        [DataRequired("Leave at least one heading"), SafeText(MOST_HEADINGS * HEADING, lines=True)],
        description="The parts of the plan, one on each line.",
        widget=GovTextArea(),
    )

    def __init__(self, plan: Plan, today: date) -> None:
        super().__init__(
            today,
            version=str(plan.version),
            name=plan.name,
            what=plan.vision.what,
            how=plan.vision.how,
            why=plan.vision.why,
            horizon=plan.horizon,
            public=plan.public,
            moderated=plan.moderated,
            licence=plan.licence.value,
            headings="\n".join(plan.headings),
        )
        self._before = plan.horizon

    @property
    def expected_version(self) -> int:
        """The version that the person saw; -1, which no plan has, when the form does not tell."""
        told = self.version.data or ""
        return int(told) if told.isdecimal() and len(told) < 10 else -1  # noqa: PLR2004  # No version is longer.

    @property
    def heading_lines(self) -> tuple[str, ...]:
        """The headings, without empty lines."""
        return tuple(line for line in (self.headings.data or "").split("\n") if line.strip())

    def validate_headings(self, _field: TextAreaField) -> None:
        """Refuse what a plan could not have."""
        too_long = [line for line in self.heading_lines if len(line) > HEADING]
        if too_long or len(self.heading_lines) > MOST_HEADINGS:
            raise ValidationError(
                f"Use {MOST_HEADINGS} headings or fewer, each of {HEADING} characters at most"
            )
        try:
            checked_headings(self.heading_lines)
        except Refused as refusal:
            raise ValidationError(str(refusal).rstrip(".")) from refusal

    def validate_horizon(self, field: DayField) -> None:
        """Refuse to move the horizon into the past; one that has passed may stay."""
        if field.data != self._before:
            super().validate_horizon(field)
