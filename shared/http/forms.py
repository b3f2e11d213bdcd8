"""Forms of pages: our wording, and widgets that keep what was typed."""

from datetime import date
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovDateInput
from wtforms import DateField, Field, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.

from shared.http.fields import FIRST_DAY, LAST_DAY, fault_of_text

Choice = SelectChoice
"""One choice of a select or of radio buttons: its value and its words."""

PARTS = 3
NO_DAY = "Enter a real date with day, month and year, such as 27 3 2027"


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types.
    """A form whose fields show their own faults and whose summary links to them."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # The same.
        """WTForms' options: its own messages in British English."""

        locales = ("en_GB",)

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Bind the field so that a text is read without the space around it, its lines ending alike."""
            if issubclass(unbound_field.field_class, StringField):
                unbound_field.kwargs.setdefault("filters", [_tidy])
            return super().bind_field(form, unbound_field, options)

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return what a browser's form sent; JSON is none, for its fields would be of any type."""
            return None if request.is_json else super().wrap_formdata(form, formdata)

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """Render the field without the browser's own checks, which speak before one has finished."""
            # The attribute itself would say so whatever its value: required="false" is required too.
            field.flags.required = False
            return super().render_field(field, render_kw)


def _tidy(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


class DateInput(GovDateInput):  # type: ignore[misc]  # govuk-frontend-wtf has no types.
    """Day, month and year, whose first box the error summary can lead to."""

    def map_gov_params(self, field: Field, **options: Any) -> dict[str, Any]:
        """Return the component's parameters, mended where the library's own trip people up."""
        if field.raw_data is not None and len(field.raw_data) != PARTS:
            field.raw_data = (list(field.raw_data) + [""] * PARTS)[:PARTS]
        params: dict[str, Any] = super().map_gov_params(field, **options)
        params["id"] = f"{field.id}-group"
        params["attributes"].pop("required", None)
        params["items"][0]["id"] = field.id
        if not field.raw_data and field.data:
            for item in params["items"]:
                item["value"] = item["value"].lstrip("0")
        return params


class DayField(DateField):
    """A day, typed as three numbers; empty is None, anything else that is no day is told plainly."""

    widget = DateInput()

    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, format="%d %m %Y", **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the three boxes."""
        typed = [part.strip() for part in valuelist]
        self.data = _day_of(typed) if any(typed) else None


def _day_of(typed: list[str]) -> date:
    try:
        day, month, year = (int(part) for part in typed if part.isascii())
        found = date(year, month, day)
    except ValueError as fault:
        raise ValueError(NO_DAY) from fault
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError(NO_DAY)
    return found


class SafeText:
    """Validates that a text can be shown and stored: no control characters, and something to read."""

    def __init__(self, max_length: int, *, lines: bool = False) -> None:
        self._max_length, self._lines = max_length, lines

    def __call__(self, _form: FlaskForm, field: StringField) -> None:
        """Raise WTForms' ValidationError with what is wrong."""
        text = field.data or ""
        if len(text) > self._max_length:
            raise ValidationError(f"Use {self._max_length} characters or fewer")
        fault = fault_of_text(text, lines=self._lines)
        if fault:
            raise ValidationError(fault.rstrip("."))
