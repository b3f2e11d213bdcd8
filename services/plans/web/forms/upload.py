"""The form that takes a workshop's sheet."""

from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextArea
from werkzeug.datastructures import FileStorage
from wtforms import FileField, TextAreaField, ValidationError

from shared.http.forms import Form


class UploadForm(Form):
    """One file, or cells that were copied in a spreadsheet program."""

    sheet = FileField(
        "The filled-in sheet",
        description="An Excel workbook, an OpenDocument sheet (.ods) or a CSV file, 5 MB at most.",
        widget=GovFileInput(),
    )
    pasted = TextAreaField(
        "Or paste the rows",
        description="Mark the cells in your spreadsheet, headings among them, copy them and paste them here.",
        filters=(),  # An empty first cell is a tab that must not be lost.
        widget=GovTextArea(),
    )

    @property
    def file(self) -> FileStorage | None:
        """The file, if one was chosen."""
        chosen = self.sheet.data
        return chosen if isinstance(chosen, FileStorage) and chosen.filename else None

    def validate_sheet(self, _field: FileField) -> None:
        """Refuse a form that was sent without a sheet, or with two."""
        pasted = bool((self.pasted.data or "").strip())
        if not self.file and not pasted:
            raise ValidationError("Choose the file with the sheet, or paste its rows")
        if self.file and pasted:
            raise ValidationError("Choose a file or paste rows, not both at once")

    def refuse(self, reason: str) -> None:
        """Show why the sheet cannot be imported, beside the field that brought it."""
        field = self.pasted if self.pasted.data and not self.file else self.sheet
        field.errors = [*field.errors, reason]
