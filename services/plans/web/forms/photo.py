"""The forms that take photos, and the words that tell what one shows."""

from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextArea
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField, TextAreaField, ValidationError
from wtforms.validators import DataRequired

from services.plans.domain.photos import MOST_PHOTOS
from services.plans.web.forms.versioned import VersionedForm
from shared.http.forms import Form, SafeText

LINE = 500


class PhotosForm(Form):
    """Any number of photos at once."""

    photos = MultipleFileField(
        "Photos of the wall",
        description="JPEG, PNG or WebP, up to 15 MB each and 50 MB together. You can choose several at once. "
        "Where and with what they were taken is not kept.",
        widget=GovFileInput(),
        render_kw={"multiple": True, "accept": "image/jpeg,image/png,image/webp"},
    )

    @property
    def files(self) -> list[FileStorage]:
        """The files that were chosen."""
        return [file for file in self.photos.data or () if isinstance(file, FileStorage) and file.filename]

    def validate_photos(self, _field: MultipleFileField) -> None:
        """Refuse a form that was sent without a file, or with more than a workshop keeps."""
        if not self.files:
            raise ValidationError("Choose at least one photo")
        if len(self.files) > MOST_PHOTOS:
            raise ValidationError(f"Choose {MOST_PHOTOS} photos or fewer")

    def refuse(self, reasons: list[str]) -> None:
        """Show why photos were not kept, beside the field."""
        self.photos.errors = [*self.photos.errors, *reasons]


class PhotoForm(VersionedForm):
    """What a photo shows."""

    alt = TextAreaField(
        "What does it show?",
        [DataRequired("Say what the photo shows"), SafeText(LINE)],
        description="In a sentence, for people who cannot see it: what hangs there and what it says. "
        "Do not name people.",
        widget=GovTextArea(),
    )
