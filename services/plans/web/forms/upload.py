"""The form that takes a workshop's sheet."""

from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from werkzeug.datastructures import FileStorage
from wtforms import FileField, ValidationError

from shared.http.forms import Form


class UploadForm(Form):
    """One file."""

    sheet = FileField(
        "The filled-in sheet",
        description="An Excel workbook, an OpenDocument sheet (.ods) or a CSV file, 5 MB at most.",
        widget=GovFileInput(),
    )

    def validate_sheet(self, field: FileField) -> None:
        """Refuse a form that was sent without a file."""
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError("Choose the file with the sheet")

    def refuse(self, reason: str) -> None:
        """Show why the file cannot be imported, beside the field."""
        self.sheet.errors = [*self.sheet.errors, reason]
