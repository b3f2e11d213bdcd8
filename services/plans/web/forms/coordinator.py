"""The coordinator's form: all that an owner can say, and handing a commitment over to somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms import SelectField
from wtforms.validators import Optional

from services.plans.db.queries.names import Taker
from services.plans.domain.asks import ASK_WORDS, AskKind, Need
from services.plans.domain.commitments import Details
from services.plans.domain.transitions import Action
from services.plans.web.forms.update import UpdateForm
from shared.http.forms import Choice

NOBODY = Choice("", "Choose an organisation")


class CoordinatorForm(UpdateForm):
    """What a coordinator notes down on an owner's behalf."""

    taker = SelectField("Who takes it over?", [Optional()], widget=GovSelect())
    ask_kind = SelectField(
        "What sort of thing do they need?",
        choices=[Choice(kind.value, words) for kind, words in ASK_WORDS.items()],
        default=AskKind.OTHER.value,
        widget=GovSelect(),
    )

    def __init__(self, answers: Mapping[Action, str], today: date, takers: Sequence[Taker]) -> None:
        super().__init__(answers, today)
        self.say.label.text = "What did they say?"
        self.ask.label.text = "Is there anything they need?"
        alone = {_key(taker.organisation_id, None): taker.organisation for taker in takers}
        with_contact = {
            _key(taker.organisation_id, taker.person_id): f"{taker.organisation}: {taker.person}"
            for taker in takers
            if taker.person_id
        }
        choices = sorted({**alone, **with_contact}.items(), key=lambda choice: choice[1].casefold())
        self.taker.choices = [NOBODY, *(Choice(*choice) for choice in choices)]

    @property
    def need(self) -> Need | None:
        """What is needed, if anything, and of which sort."""
        need = super().need
        return replace(need, kind=AskKind(self.ask_kind.data)) if need else None

    def details(self) -> Details:
        """Return what goes with the answer."""
        details = super().details()
        if self.action is not Action.HAND_OVER or not self.taker.data:
            return details
        organisation_id, _, person_id = self.taker.data.partition(":")
        return replace(
            details,
            organisation_id=UUID(organisation_id),
            contact_id=UUID(person_id) if person_id else None,
        )


def _key(organisation_id: UUID, person_id: UUID | None) -> str:
    return f"{organisation_id}:{person_id or ''}"
