"""The forms that write down assets, and note what a commitment came from and builds on."""

from collections.abc import Sequence
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSelect, GovTextArea
from wtforms import SelectField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Optional

from services.plans.db.queries.assets import Origin
from services.plans.db.queries.workshops import WorkshopRow
from services.plans.domain.assets import LONGEST_ASSET, LONGEST_NOTE, MOST_ASSETS, Asset
from services.plans.domain.steps import lines_of
from services.plans.domain.workshops import METHODS
from shared.http.forms import Choice, Form, SafeText
from shared.http.words import day


class NewAssetsForm(Form):
    """What is good already, line by line."""

    text = TextAreaField(
        "What is good already?",
        [DataRequired("Write what is good already"), SafeText((LONGEST_ASSET + 2) * MOST_ASSETS, lines=True)],
        description="One on each line: a spot, a group, a service or a skill that people have.",
        widget=GovTextArea(),
    )

    def validate_text(self, _field: TextAreaField) -> None:
        """Refuse a line that is longer than an asset may be."""
        for line in self.texts:
            if fault := fault_of_asset(line):
                raise ValidationError(f"{fault}: {line[:60]}")

    @property
    def texts(self) -> list[str]:
        """The assets, without empty lines."""
        return list(lines_of(self.text.data))


def fault_of_asset(text: str) -> str | None:
    """Return what is wrong with the words of one asset."""
    if not text.strip():
        return "Write what is good already"
    return f"Say it in {LONGEST_ASSET} characters or fewer" if len(text) > LONGEST_ASSET else None


class OriginForm(Form):
    """Which workshop a commitment came from, what its note said, and what the commitment builds on."""

    workshop = SelectField("Which workshop did it come from?", widget=GovSelect())
    note = TextAreaField(
        "What did the note on the wall say?",
        [Optional(), SafeText(LONGEST_NOTE, lines=True)],
        widget=GovTextArea(),
    )
    assets = SelectMultipleField(
        "What does it build on?",
        [Optional()],
        description="What the workshops that led to the plan found to be good already.",
        widget=GovCheckboxesInput(),
    )

    def __init__(
        self,
        led_here: Sequence[WorkshopRow],
        found: Sequence[Asset],
        origin: Origin | None,
        linked: Sequence[Asset],
    ) -> None:
        kept = {
            "workshop": str(origin.workshop_id) if origin else "",
            "note": origin.note if origin else "",
            "assets": [str(asset.id) for asset in linked],
        }
        super().__init__(data=kept)
        # What is noted already stays a choice, though its workshop may no longer count as leading here.
        met = {row.workshop.id: (row.workshop.method, row.workshop.held_on) for row in led_here}
        met |= {origin.workshop_id: (origin.method, origin.held_on)} if origin else {}
        self.workshop.choices = [
            Choice("", "None, or nobody knows"),
            *(Choice(str(id_), f"{METHODS[method].name}, {day(on)}") for id_, (method, on) in met.items()),
        ]
        choices = {asset.id: asset.text for asset in (*found, *linked)}
        self.assets.choices = [Choice(str(id_), text) for id_, text in choices.items()]

    @property
    def workshop_id(self) -> UUID | None:
        """The workshop that was chosen."""
        return UUID(self.workshop.data) if self.workshop.data else None

    @property
    def asset_ids(self) -> frozenset[UUID]:
        """The assets that were ticked."""
        return frozenset(UUID(each) for each in self.assets.data or ())
