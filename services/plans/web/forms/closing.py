"""The form that closes a plan and says what goes on elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Self
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextArea
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Optional

from services.plans.db.queries.commitments import CommitmentRow
from services.plans.web.forms.versioned import VersionedForm
from shared.http.forms import Choice, SafeText

LINE, SHOWN = 500, 100
STAYS = Choice("", "Leave it here as it stands")
_PREFIX = "to_"


class ClosingForm(VersionedForm):
    """Why the plan is closed; `about` adds a choice for each commitment that is still open."""

    line = TextAreaField(
        "Why is it closed, and what came of it?",
        [DataRequired("Say why the plan is closed and what came of it"), SafeText(LINE)],
        description="A line that everyone who may see the plan reads. Do not name people.",
        widget=GovTextArea(),
    )

    @classmethod
    def about(cls, open_rows: Iterable[CommitmentRow], plans: Mapping[UUID, str]) -> Self:
        """Return the form for these open commitments, each of which may go to one of the plans."""
        choices = [STAYS, *(Choice(str(each), name) for each, name in plans.items())]
        fields = {
            f"{_PREFIX}{row.id.hex}": SelectField(
                f"{row.reference}: {row.text[:SHOWN]}",
                [Optional()],
                choices=choices,
                description=row.organisation or "No owner yet",
                widget=GovSelect(),
            )
            for row in open_rows
        }
        # WTForms reads its fields from the class, so each set of commitments has a class of its own.
        form: Self = type(cls.__name__, (cls,), fields)()
        return form

    @property
    def choices_names(self) -> list[str]:
        """The names of the fields that say where a commitment goes."""
        return [name for name in self.data if name.startswith(_PREFIX)]

    @property
    def carried(self) -> dict[UUID, UUID]:
        """Which commitment goes to which plan."""
        return {
            UUID(name.removeprefix(_PREFIX)): UUID(self.data[name])
            for name in self.choices_names
            if self.data[name]
        }
