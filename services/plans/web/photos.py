"""The pages of photos: adding several at once, saying what each shows, and removing one."""

from uuid import UUID

import flask
import werkzeug

from services.plans.db.queries.photos import photos_of
from services.plans.db.queries.workshops import WorkshopRow
from services.plans.domain.photos import Photo
from services.plans.domain.refusals import Refused
from services.plans.domain.workshops import METHODS
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.photo_files import (
    MOST_BODY,
    Picture,
    PictureRefused,
    StorageUnavailable,
    photo_store,
    read_picture,
)
from services.plans.use_cases.photos import add_photos, describe_photo, remove_photo, stored
from services.plans.web.forms.photo import PhotoForm, PhotosForm
from services.plans.web.forms.versioned import VersionedForm
from services.plans.web.rules import COORDINATE, READ_WITHIN
from services.plans.web.workshops import CHANGED_MEANWHILE, workshop_row
from shared.contracts import Role
from shared.http.access import access
from shared.http.caller import caller
from shared.http.failures import note
from shared.http.problems import Problem
from shared.http.site import site

photo_pages = flask.Blueprint(
    "photo_pages", __name__, template_folder="templates", url_prefix="/plans/workshops/<uuid:workshop_id>"
)

Answer = werkzeug.Response | tuple[str, int]
LONGEST_NAME = 100


@photo_pages.get("/photos")
@access(COORDINATE)
def new(workshop_id: UUID) -> str:
    """Show the form that takes photos."""
    return _form_page(workshop_id, PhotosForm())


@photo_pages.post("/photos")
@access(COORDINATE, max_body=MOST_BODY)
def add(workshop_id: UUID) -> Answer:
    """Keep the photos that can be kept, name those that cannot, and ask what the new ones show."""
    form = PhotosForm()
    if not form.validate():
        return _form_page(workshop_id, form), 400
    pictures, reasons = _read(form)
    try:
        with (
            stored(photo_store(site().settings), pictures) as new_photos,
            site().database.unit_of_work() as uow,
        ):
            kept = add_photos(uow, workshop_id, new_photos, caller().person_id)
    except Refused as refusal:
        form.refuse([str(refusal)])
        return _form_page(workshop_id, form), 400
    except StorageUnavailable as fault:
        note(fault)
        form.refuse(["Nothing can be kept for a moment. Wait a minute, then choose the photos again"])
        return _form_page(workshop_id, form), 503
    if reasons:
        form.refuse(reasons)
        return _form_page(workshop_id, form, kept=len(kept)), 400
    flask.flash("The photo is kept." if len(kept) == 1 else f"{len(kept)} photos are kept.", "success")
    return _to_next(workshop_id)


@photo_pages.get("/photos/<uuid:photo_id>")
@access(READ_WITHIN)
def shown(workshop_id: UUID, photo_id: UUID) -> str:
    """Show the photo in large with what it shows, and to coordinators the form that says so."""
    row, photos, photo = _photo(workshop_id, photo_id)
    return _page(row, photos, photo, PhotoForm(data={"version": str(photo.version), "alt": photo.alt}))


@photo_pages.post("/photos/<uuid:photo_id>")
@access(COORDINATE)
def describe(workshop_id: UUID, photo_id: UUID) -> Answer:
    """Keep the words, and go on to the next photo that has none."""
    row, photos, photo = _photo(workshop_id, photo_id)
    form = PhotoForm()
    if not form.validate() or not _described(photo, form):
        return _page(row, photos, photo, form), 400
    return _to_next(workshop_id)


@photo_pages.get("/photos/<uuid:photo_id>/remove")
@access(COORDINATE)
def ask(workshop_id: UUID, photo_id: UUID) -> str:
    """Ask whether the photo shall really go."""
    row, photos, photo = _photo(workshop_id, photo_id)
    form = VersionedForm(data={"version": str(photo.version)})
    return flask.render_template(
        "plans/photo_remove.html", row=row, photos=photos, photo=photo, form=form, methods=METHODS
    )


@photo_pages.post("/photos/<uuid:photo_id>/remove")
@access(COORDINATE)
def remove(workshop_id: UUID, photo_id: UUID) -> werkzeug.Response:
    """Remove the photo and its files."""
    try:
        with site().database.unit_of_work() as uow:
            remove_photo(uow, workshop_id, photo_id, VersionedForm().expected_version)
    except NotFound as fault:
        raise Problem.not_found() from fault
    except Conflict:
        flask.flash(
            "Somebody wrote what the photo shows in the meantime. Remove it now if you still want to."
        )
        return flask.redirect(
            flask.url_for("photo_pages.ask", workshop_id=workshop_id, photo_id=photo_id), 303
        )
    photo_store(site().settings).remove(photo_id)
    flask.flash("The photo is removed.", "success")
    return _to_workshop(workshop_id)


@photo_pages.errorhandler(413)
def refuse_large(_fault: Exception) -> tuple[str, int]:
    """Show the form again with how much it takes at once."""
    form = PhotosForm(formdata=None)
    form.refuse([f"Choose fewer photos at a time: {MOST_BODY // 1024 // 1024} MB together at most"])
    return _form_page((flask.request.view_args or {})["workshop_id"], form), 413


def _read(form: PhotosForm) -> tuple[list[Picture], list[str]]:
    """Return the pictures, and for each file that is none why."""
    pictures, reasons = [], []
    for file in form.files:
        try:
            pictures.append(read_picture(file.read()))
        except PictureRefused as refusal:
            reasons.append(f"{_legible(file.filename or '')}: {refusal}")
    return pictures, reasons


def _legible(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[-LONGEST_NAME:]


def _described(photo: Photo, form: PhotoForm) -> bool:
    """Do it, or show in the form why it cannot be done."""
    try:
        with site().database.unit_of_work() as uow:
            describe_photo(uow, photo.workshop_id, photo.id, form.expected_version, form.alt.data or "")
    except Conflict as conflict:
        form.alt.errors = [*form.alt.errors, CHANGED_MEANWHILE]
        form.version.data = str(conflict.current.version)
        return False
    return True


def _photo(workshop_id: UUID, photo_id: UUID) -> tuple[WorkshopRow, list[Photo], Photo]:
    with site().database.unit_of_work(read_only=True) as uow:
        row, photos = workshop_row(uow, workshop_id), photos_of(uow, workshop_id)
    photo = next((each for each in photos if each.id == photo_id), None)
    if photo is None:
        raise Problem.not_found()
    return row, photos, photo


def _page(row: WorkshopRow, photos: list[Photo], photo: Photo, form: PhotoForm) -> str:
    may_coordinate = row.workshop.community_id in caller().communities(Role.COORDINATOR)
    return flask.render_template(
        "plans/photo.html",
        row=row,
        photos=photos,
        photo=photo,
        form=form,
        methods=METHODS,
        may_coordinate=may_coordinate,
    )


def _form_page(workshop_id: UUID, form: PhotosForm, kept: int = 0) -> str:
    with site().database.unit_of_work(read_only=True) as uow:
        row = workshop_row(uow, workshop_id)
    return flask.render_template("plans/photos_new.html", row=row, form=form, kept=kept, methods=METHODS)


def _to_next(workshop_id: UUID) -> werkzeug.Response:
    """Go to the first photo of which nobody has said what it shows, or else to the workshop."""
    with site().database.unit_of_work(read_only=True) as uow:
        silent = next((photo for photo in photos_of(uow, workshop_id) if photo.alt is None), None)
    if silent is None:
        return _to_workshop(workshop_id)
    there = flask.url_for("photo_pages.shown", workshop_id=workshop_id, photo_id=silent.id)
    return flask.redirect(there, 303)


def _to_workshop(workshop_id: UUID) -> werkzeug.Response:
    return flask.redirect(flask.url_for("workshop_pages.shown", workshop_id=workshop_id), 303)
