"""The fields that ask for facts of a commitment, and the form that changes them."""

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import SelectField
from wtforms.validators import Optional

from services.plans.domain.columns import Column
from services.plans.domain.commitments import Commitment
from services.plans.domain.drafts import read_cell
from services.plans.domain.facts import FOUR_CO_MEANS, FOUR_CO_WORDS, PRIORITY_WORDS, FourCo, Priority
from services.plans.domain.places import Point, place_of
from services.plans.web.forms.reads import asked
from services.plans.web.forms.versioned import VersionedForm
from shared.http.forms import Choice, Form


class FactFields(Form):
    """What may be noted of a commitment besides."""

    priority = SelectField(
        "How pressing is it?",
        [Optional()],
        choices=[Choice("", "Not said"), *(Choice(key.value, word) for key, word in PRIORITY_WORDS.items())],
        widget=GovSelect(),
    )
    place = asked(Column.PLACE, "Where is it?", "A spot that people know, such as the gate in Mill Lane.")
    coordinates = asked(
        Column.COORDINATES,
        "Coordinates of the spot",
        "Latitude and longitude as a map program gives them, such as 52.481, -1.772.",
    )
    four_co = SelectField(
        "Which of the Four Co\N{RIGHT SINGLE QUOTATION MARK}s is it?",
        [Optional()],
        description="What citizens and organisations do together in it.",
        choices=[
            Choice("", "Not said"),
            *(Choice(key.value, f"{word}: {FOUR_CO_MEANS[key]}") for key, word in FOUR_CO_WORDS.items()),
        ],
        widget=GovSelect(),
    )

    @property
    def chosen_priority(self) -> Priority | None:
        """The priority, if one was chosen."""
        return Priority(self.priority.data) if self.priority.data else None

    @property
    def chosen_co(self) -> FourCo | None:
        """The one of the Four Co's that was chosen, if one was."""
        return FourCo(self.four_co.data) if self.four_co.data else None

    @property
    def point(self) -> Point | None:
        """The point that was typed, if one was."""
        found: Point | None = read_cell(Column.COORDINATES, self.coordinates.data or "")
        return found

    @property
    def place_name(self) -> str | None:
        """The place's name, if one was typed."""
        return read_cell(Column.PLACE, self.place.data or "") or None


class FactsForm(VersionedForm, FactFields):
    """The facts of a commitment that is there already."""

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as they should be, once the form is valid."""
        return {
            "priority": self.chosen_priority,
            "place": place_of(self.place_name, self.point),
            "four_co": self.chosen_co,
        }


def noted(commitment: Commitment) -> dict[str, str]:
    """Return what the form shows of the commitment as it stands."""
    place = commitment.place
    return {
        "priority": commitment.priority or "",
        "place": (place.name if place else None) or "",
        "coordinates": str(place.point) if place and place.point else "",
        "four_co": commitment.four_co or "",
        "version": str(commitment.version),
    }
