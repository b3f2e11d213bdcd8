"""The forms that add steps to a commitment's checklist and reword them."""

from collections.abc import Mapping
from uuid import UUID

from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField, ValidationError
from wtforms.validators import DataRequired

from services.plans.domain.steps import LONGEST_STEP, MOST_STEPS, lines_of
from shared.http.forms import Form, SafeText

MOST_LETTERS = (LONGEST_STEP + 2) * MOST_STEPS


def check_steps(_form: Form, field: TextAreaField) -> None:
    """Refuse a step that is longer than a step may be, and more of them than there may be."""
    steps = list(lines_of(field.data))
    if len(steps) > MOST_STEPS:
        raise ValidationError(f"Write {MOST_STEPS} steps or fewer")
    if long := next((step for step in steps if len(step) > LONGEST_STEP), None):
        raise ValidationError(f"Say it in {LONGEST_STEP} characters or fewer: {long[:60]}")


class NewStepsForm(Form):
    """What has to be done, line by line."""

    text = TextAreaField(
        "Add steps",
        [DataRequired("Write what has to be done"), SafeText(MOST_LETTERS, lines=True), check_steps],
        description="One on each line. Do not name people.",
        widget=GovTextArea(),
    )

    @property
    def texts(self) -> list[str]:
        """The steps, without empty lines."""
        return list(lines_of(self.text.data))


def fault_of_step(text: str) -> str | None:
    """Return what is wrong with the words of one step."""
    if not text.strip():
        return "Write what has to be done."
    return f"Say it in {LONGEST_STEP} characters or fewer." if len(text) > LONGEST_STEP else None


def turned_in(sent: MultiDict[str, str]) -> Mapping[UUID, bool]:
    """Return the steps whose boxes the person turned, and how; what others turned meanwhile stays so."""
    was, now = _ids(sent, "was"), _ids(sent, "done")
    return dict.fromkeys(now - was, True) | dict.fromkeys(was - now, False)


def _ids(sent: MultiDict[str, str], name: str) -> set[UUID]:
    found = set()
    for text in sent.getlist(name):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
