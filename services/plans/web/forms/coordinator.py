"""The coordinator's form: all that an owner can say, and handing a commitment over to somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextInput
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.validators import Optional

from services.plans.db.queries.names import Taker
from services.plans.domain.asks import ASK_WORDS, AskKind, Need
from services.plans.domain.commitments import Details
from services.plans.domain.transitions import Action
from services.plans.domain.updates import ELSEWHERE, Actor, Channel
from services.plans.web.forms.update import UpdateForm
from shared.http.forms import Choice, SafeText

NOBODY = Choice("", "Choose an organisation")
OWNER = Choice("", "The owner")
HERE = Choice("", "Not said elsewhere")
NAME = 200


class CoordinatorForm(UpdateForm):
    """What a coordinator notes down on an owner's behalf."""

    taker = SelectField("Who takes it over?", [Optional()], widget=GovSelect())
    ask_kind = SelectField(
        "What sort of thing do they need?",
        choices=[Choice(kind.value, words) for kind, words in ASK_WORDS.items()],
        default=AskKind.OTHER.value,
        widget=GovSelect(),
    )

    channel = SelectField(
        "Where did they say it?",
        [Optional()],
        choices=[HERE, *(Choice(channel.value, words.capitalize()) for channel, words in ELSEWHERE.items())],
        widget=GovSelect(),
    )
    speaker = SelectField("Who said it?", [Optional()], widget=GovSelect())
    said_by = StringField(
        "Or somebody else, by name",
        [SafeText(NAME)],
        description="Everyone in the community sees the name.",
        widget=GovTextInput(),
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
        self.speaker.choices = [OWNER, *(Choice(*choice) for choice in choices)]

    def actor(self, person_id: UUID | None, owner: UUID | None) -> Actor:
        """Return who records it, and for whom: the owner, unless somebody else was chosen or named."""
        organisation_id, _, speaker_id = (self.speaker.data or "").partition(":")
        return Actor(
            channel=Channel(self.channel.data or Channel.PAGE),
            person_id=person_id,
            on_behalf_of=UUID(organisation_id) if organisation_id else owner,
            said_by=self.said_by.data or None,
            said_by_id=UUID(speaker_id) if speaker_id else None,
        )

    def validate_said_by(self, field: StringField) -> None:
        """Refuse two people at once."""
        if field.data and (self.speaker.data or "").partition(":")[2]:
            raise ValidationError("Choose who said it or name somebody else, not both")
        self._check_where(field)

    def validate_speaker(self, field: SelectField) -> None:
        """Refuse somebody else's words without where they said them."""
        self._check_where(field)

    def _check_where(self, speaker: Field) -> None:
        if speaker.data and not self.channel.data:
            raise ValidationError("Choose where they said it")

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
