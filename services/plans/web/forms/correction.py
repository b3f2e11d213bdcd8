"""The form that says right what an update said wrong. It begins with what the update says."""

from collections.abc import Mapping, Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovTextArea, GovTextInput
from wtforms import BooleanField, StringField, TextAreaField

from services.plans.domain.corrections import WORDS, Correction, may_undo, rule_of, said_by
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Update
from services.plans.web.forms.update import LINE, NOTE, WANTED
from services.plans.web.forms.versioned import VersionedForm
from shared.http.forms import SafeText


class CorrectionForm(VersionedForm):
    """All that the update should have said; what its action does not take is not asked."""

    note = TextAreaField("What should it say?", [SafeText(NOTE, lines=True)], widget=GovTextArea())
    reason = StringField("What is the reason?", [SafeText(LINE)], widget=GovTextInput())
    evidence = TextAreaField(
        "What shows that it is done?", [SafeText(NOTE, lines=True)], widget=GovTextArea()
    )
    undo = BooleanField("It was said by mistake: undo what it did", widget=GovCheckboxInput())

    def __init__(self, wrong: Update, history: Sequence[Update], version: int) -> None:
        said = said_by(wrong, history)
        super().__init__(**{name: getattr(said, name) for name in WORDS}, version=str(version))
        rule = rule_of(wrong)
        for name in WORDS:
            if rule is None or name not in rule.fields:
                del self[name]
        if not may_undo(wrong, history):
            del self["undo"]

    @property
    def correction(self) -> Correction:
        """What was typed. Who undoes an answer takes back its reason and evidence with it."""
        undo = bool(self.undo.data) if "undo" in self else False
        taken = ("note",) if undo else WORDS
        given = {name: self[name].data or None for name in taken if name in self}
        return Correction(**given, undo=undo)

    def refuse(self, refusal: Refused) -> None:
        """Show at the fields why the correction could not be taken."""
        missing: Sequence[Sequence[str]] = getattr(refusal, "missing", ())
        told: Mapping[str, Any] = {group[0]: WANTED[group[0]] for group in missing} or {"note": str(refusal)}
        for name, words in told.items():
            self[name].errors = [*self[name].errors, words]


class LinkCorrectionForm(CorrectionForm):
    """What the holder of a link corrects. Their token proves that they meant it, so no cookie has to."""

    class Meta(CorrectionForm.Meta):
        """WTForms' options."""

        csrf = False
