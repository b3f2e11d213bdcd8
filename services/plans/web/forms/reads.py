"""Fields of forms that are read as the columns of a sheet are."""

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import Field, StringField, ValidationError
from wtforms.validators import Optional

from services.plans.domain.cells import CellRefused
from services.plans.domain.columns import Column
from services.plans.domain.drafts import read_cell
from shared.http.forms import Form, SafeText


class Reads:
    """Checks a field by the rules of the sheet's column, and says what the rule says."""

    def __init__(self, column: Column) -> None:
        self._column = column

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise WTForms' ValidationError if the column could not hold what was typed."""
        try:
            read_cell(self._column, field.data or "")
        except CellRefused as refusal:
            raise ValidationError(f"{refusal.reason} {refusal.remedy}".rstrip(".")) from refusal


def asked(column: Column, question: str, hint: str = "") -> StringField:
    """Return the field that asks for what the column holds, in one line."""
    return StringField(
        question, [Optional(), SafeText(2000), Reads(column)], description=hint, widget=GovTextInput()
    )
