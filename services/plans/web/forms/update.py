"""The form by which people say how a commitment goes: what the state allows, in plain words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovRadioInput, GovTextArea, GovTextInput
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional

from services.plans.domain.asks import Need
from services.plans.domain.commitments import Details
from services.plans.domain.proofs import LONGEST_ADDRESS, NewProof
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import RULES, Action
from services.plans.use_cases.proof_files import FileRefused, Upload, read_upload
from services.plans.use_cases.proofs import link_to
from shared.contracts import HEALTH_WORDS, Health
from shared.http.forms import Choice, DayField, Form, SafeText

LINE, NOTE = 300, 2000
"""How many characters a reason and a note may have."""

ENDING = frozenset({Action.DECLINE, Action.WITHDRAW})
"""The answers whose reason has a field of its own, since it is asked in other words."""

WANTED: Mapping[str, str] = {
    "due": "Enter the new date",
    "reason": "Say why the date moves",
    "ending": "Say what stands in the way",
    "health": "Choose how it is going",
    "note": "Say in a line what was done",
    "text": "Write the new wording",
    "taker": "Choose who takes it over",
}
"""What is asked for when a detail that the answer needs is missing."""


class UpdateForm(Form):
    """What somebody wants to say about one commitment. What was typed stays, whatever is wrong."""

    version = HiddenField()
    say = RadioField(
        "What do you want to say?", [InputRequired("Choose what you want to say")], widget=GovRadioInput()
    )
    text = TextAreaField("The new wording", [SafeText(LINE, lines=True)], widget=GovTextArea())
    health = RadioField(
        "How is it going?",
        [Optional()],
        choices=[Choice(health.value, words) for health, words in HEALTH_WORDS.items()],
        widget=GovRadioInput(),
    )
    due = DayField("New date", [Optional()], description="For example, 27 3 2027")
    reason = StringField("Why does the date move?", [SafeText(LINE)], widget=GovTextInput())
    ending = StringField("What stands in the way?", [SafeText(LINE)], widget=GovTextInput())
    note = TextAreaField(
        "In a few words: what happened?",
        [SafeText(NOTE, lines=True)],
        description="Optional, but needed when it is done.",
        widget=GovTextArea(),
    )
    ask = StringField(
        "Is there anything you need?",
        [SafeText(LINE)],
        description="Optional. For example money, hours, a room, kit, data or an introduction.",
        widget=GovTextInput(),
    )

    link = StringField(
        "A web address that shows it",
        [SafeText(LONGEST_ADDRESS)],
        description="For example, minutes, a news page or a shared folder.",
        widget=GovTextInput(),
    )
    file = FileField(
        "A photo or a file that shows it",
        description="JPEG, PNG or WebP up to 15 MB; PDF, Word, Excel, OpenDocument, plain text or CSV up to "
        "10 MB. Where and with what a photo was taken is not kept.",
        widget=GovFileInput(),
    )

    def __init__(self, answers: Mapping[Action, str], today: date) -> None:
        super().__init__()
        self._today = today
        self.links: tuple[NewProof, ...] = ()
        self.upload: Upload | None = None
        self.answers = list(answers)
        self.say.choices = [Choice(action.value, words) for action, words in answers.items()]

    @property
    def action(self) -> Action:
        """What was chosen."""
        return Action(self.say.data)

    @property
    def expected_version(self) -> int:
        """The version that the person saw; -1, which no commitment has, when the form does not tell."""
        told = self.version.data or ""
        return int(told) if told.isdecimal() and len(told) < 10 else -1  # noqa: PLR2004  # No version is longer.

    @property
    def need(self) -> Need | None:
        """What is needed, if anything."""
        return Need(text=self.ask.data) if self.ask.data else None

    def details(self) -> Details:
        """Return what goes with the answer; what was typed for other answers is left aside."""
        given: dict[str, Any] = {
            "text": self.text.data,
            "health": Health(self.health.data) if self.health.data in set(Health) else None,
            "due": self.due.data,
            "reason": self.ending.data if self.action in ENDING else self.reason.data,
            "note": self.note.data,
        }
        known = RULES[self.action].fields
        return Details(**{name: value or None for name, value in given.items() if name in known})

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Check what belongs to the answer; what was typed for another one, out of sight, may be wrong."""
        super().validate(extra_validators)
        if self.say.data in set(Action):
            asked = {self._field_of(detail) for detail in RULES[self.action].fields}
            for name in (WANTED.keys() - asked) & self._fields.keys():
                self[name].errors = []
        if self.errors and self.upload:
            self._ask_for_file_again()
        return not self.errors

    def validate_link(self, field: StringField) -> None:
        """Refuse what leads nowhere on the web."""
        try:
            self.links = link_to(field.data)
        except Refused as refusal:
            raise ValidationError(str(refusal).rstrip(".")) from refusal

    def validate_file(self, field: FileField) -> None:
        """Refuse a file that is not kept."""
        chosen = field.data
        if not isinstance(chosen, FileStorage) or not chosen.filename:
            return
        try:
            self.upload = read_upload(chosen.filename, chosen.read())
        except FileRefused as refusal:
            raise ValidationError(str(refusal).rstrip(".")) from refusal

    def validate_due(self, field: DayField) -> None:
        """Refuse a new date that has passed already."""
        if field.data is not None and field.data < self._today:
            raise ValidationError("The new date must be today or later")

    def refuse(self, refusal: Refused, missing: Sequence[Sequence[str]] = ()) -> None:
        """Show at the fields why the answer could not be taken."""
        names = [self._field_of(group[0]) for group in missing]
        for name in names:
            self[name].errors = [*self[name].errors, WANTED[name]]
        if not names:
            self.say.errors = [*self.say.errors, str(refusal)]
        if self.upload:
            self._ask_for_file_again()

    def _ask_for_file_again(self) -> None:
        """Say that the file was not kept: browsers forget which one was chosen."""
        self.file.errors = [*self.file.errors, "Choose the file again"]

    def _field_of(self, detail: str) -> str:
        return "ending" if detail == "reason" and self.action in ENDING else FIELDS.get(detail, detail)


FIELDS: Mapping[str, str] = {"organisation_id": "taker"}
"""Details that are asked for under another name."""
