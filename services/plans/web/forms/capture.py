"""The boxes into which a workshop is typed line by line, and the form that sets right what was understood."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextArea, GovTextInput
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Optional

from services.plans.domain.columns import Column
from services.plans.domain.lines import Line
from services.plans.domain.milestones import Milestone
from services.plans.web.forms.commitment import NO_STEP
from services.plans.web.forms.reads import Reads
from services.plans.web.forms.versioned import VersionedForm
from shared.http.forms import Choice, DayField, Form, SafeText

MOST_LINES, LINE = 200, 2500
"""How many lines one may send at once, and how many characters a line may have before it is read."""


@dataclass(frozen=True)
class Left:
    """A line that could not be written down, and why."""

    line: str
    why: str


class LinesForm(Form):
    """One line, and a box for several; `key` marks the page, so that a line sent twice is one line."""

    key = HiddenField()
    line = StringField("What must be true, and by when?", [Optional()], widget=GovTextInput())
    lines = TextAreaField(
        "Several at once, one on each line",
        [Optional(), SafeText(MOST_LINES * LINE, lines=True)],
        widget=GovTextArea(),
    )

    def __init__(self, prefix: str) -> None:
        super().__init__(prefix=prefix)
        if not (self.key.data or "").isalnum():
            self.key.data = uuid4().hex

    @property
    def one(self) -> list[str]:
        """The line in the upper box, if there is one."""
        return [self.line.data] if self.line.data else []

    @property
    def several(self) -> list[str]:
        """The lines in the lower box, without empty ones."""
        return [line for line in (self.lines.data or "").split("\n") if line.strip()]

    def validate_lines(self, _field: Field) -> None:
        """Refuse more at once than one can look through afterwards."""
        if len(self.several) > MOST_LINES:
            raise ValidationError(f"Send {MOST_LINES} lines or fewer at once")

    def keep(self, one: Sequence[Left], several: Sequence[Left]) -> None:
        """Leave in the boxes what could not be written down, and say why beside it."""
        for field, left in ((self.line, one), (self.lines, several)):
            field.data = "\n".join(each.line for each in left)
            field.errors = [*field.errors, *(f"{each.line[:60]}: {each.why}" for each in left)]


class StepLinesForm(LinesForm):
    """Milestones, from the horizon back."""

    def __init__(self) -> None:
        super().__init__("step-")


class CommitmentLinesForm(LinesForm):
    """Commitments, and where in the plan they go."""

    heading = SelectField("Under which heading?", widget=GovSelect())
    milestone = SelectField("Which milestone do they lead to?", widget=GovSelect())

    def __init__(self, headings: Collection[str], steps: Sequence[Milestone], last: Any) -> None:
        super().__init__("commitment-")
        self.line.label.text = "What will be done?"
        self.heading.choices = [Choice(heading, heading) for heading in headings]
        self.milestone.choices = [NO_STEP, *(Choice(str(step.id), step.text) for step in steps)]
        if not self.is_submitted():
            self.heading.data, self.milestone.data = last.get("heading"), last.get("milestone")

    @property
    def milestone_id(self) -> UUID | None:
        """The step that was chosen."""
        return UUID(self.milestone.data) if self.milestone.data else None


class CapturedForm(VersionedForm):
    """What was understood of a line."""

    text = TextAreaField(
        "What will be done?",
        [DataRequired("Write what will be done"), SafeText(2000, lines=True), Reads(Column.COMMITMENT)],
        widget=GovTextArea(),
    )
    organisation = StringField(
        "Which organisation promised it?",
        [Optional(), SafeText(2000), Reads(Column.ORGANISATION)],
        description="Leave it empty if nobody has yet.",
        widget=GovTextInput(),
    )
    due = DayField("By when?", [Optional()], description="For example, 31 3 2027. Leave it empty if open.")

    @property
    def said(self) -> Line:
        """The line as it is meant."""
        return Line(text=self.text.data or "", organisation=self.organisation.data or None, day=self.due.data)
