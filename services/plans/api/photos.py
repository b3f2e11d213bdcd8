"""Photos of a workshop's wall."""

from typing import Any
from uuid import UUID

import flask
from flask.views import MethodView

from services.plans.api import workshop_examples as examples
from services.plans.api import workshop_schemas as schemas
from services.plans.api.files import attached
from services.plans.api.requests import (
    IF_MATCH,
    ONCE,
    READ_WITHIN,
    WRITE,
    WRITE_SCOPE,
    blueprint,
    expected_version,
)
from services.plans.db.queries.photos import photo_in, photos_of
from services.plans.domain.photos import MOST_PHOTOS, Photo
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.photo_files import (
    MOST_BODY,
    Picture,
    PictureRefused,
    Size,
    photo_store,
    read_picture,
)
from services.plans.use_cases.photos import add_photos, describe_photo, remove_photo, stored
from shared.contracts import Role
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.once import writing
from shared.http.problems import Problem, respond
from shared.http.site import site
from shared.http.tags import tagged

routes = blueprint(
    "photos",
    "/workshops/<uuid:workshop_id>/photos",
    "Pictures of what hung on the wall.",
    present=lambda photo: schemas.Photo().dump(_shown(photo)),
)

UPLOAD = access(allow(Role.COORDINATOR, scope=WRITE_SCOPE), max_body=MOST_BODY)
PART = "photos"
_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": [PART],
                "properties": {PART: {"type": "array", "items": {"type": "string", "format": "binary"}}},
            },
            "example": {PART: ["(the bytes of wall.jpg)"]},
        }
    },
}
_JPEG = {
    "content": {
        "image/jpeg": {"schema": {"type": "string", "format": "binary"}, "example": "(the bytes of a JPEG)"}
    }
}


@routes.route("")
class Photos(MethodView):
    """The photos of one workshop."""

    @READ_WITHIN
    @routes.response(200, schemas.PhotoList, example=examples.PHOTO_LIST)
    def get(self, workshop_id: UUID) -> dict[str, Any]:
        """List the photos in the order in which they came."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": [_shown(photo) for photo in photos_of(uow, workshop_id)]}

    @UPLOAD
    @ONCE
    @routes.doc(requestBody=_BODY)
    @routes.response(201, schemas.PhotoList, example=examples.PHOTO_LIST)
    def post(self, workshop_id: UUID) -> Any:
        """Add photos (JPEG, PNG or WebP, 15 MB each, 50 MB together), all of them or none.

        Only their pixels are kept: places, cameras and comments are not. A photo that is there already is
        not added again.
        """
        pictures = _pictures()
        store = photo_store(site().settings)
        with stored(store, pictures) as new, writing() as uow:
            added = add_photos(uow, workshop_id, new, caller().person_id)
        return {"items": [_shown(photo) for photo in added]}, 201


@routes.route("/<uuid:photo_id>")
class OnePhoto(MethodView):
    """One photo."""

    @READ_WITHIN
    @routes.response(200, schemas.Photo, example=examples.PHOTO)
    def get(self, workshop_id: UUID, photo_id: UUID) -> dict[str, Any]:
        """Read what is known of the photo."""
        photo = _photo(workshop_id, photo_id)
        tagged(photo.version)
        return _shown(photo)

    @WRITE
    @routes.doc(parameters=[IF_MATCH])
    @routes.arguments(schemas.PhotoChange, example=examples.PHOTO_CHANGE)
    @routes.response(200, schemas.Photo, example=examples.PHOTO)
    def patch(self, body: dict[str, Any], workshop_id: UUID, photo_id: UUID) -> dict[str, Any]:
        """Say what the photo shows, for people who cannot see it."""
        with site().database.unit_of_work() as uow:
            photo = describe_photo(uow, workshop_id, photo_id, expected_version(), body["alt"])
        tagged(photo.version)
        return _shown(photo)

    @WRITE
    @routes.doc(parameters=[IF_MATCH])
    @routes.response(204)
    def delete(self, workshop_id: UUID, photo_id: UUID) -> None:
        """Remove the photo and its files."""
        with site().database.unit_of_work() as uow:
            remove_photo(uow, workshop_id, photo_id, expected_version())
        photo_store(site().settings).remove(photo_id)


@routes.route("/<uuid:photo_id>/file")
class PhotoFile(MethodView):
    """The picture itself."""

    @READ_WITHIN
    @routes.doc(responses={"200": {"description": "The picture.", **_JPEG}})
    @routes.arguments(schemas.FileQuery, location="query")
    def get(self, query: dict[str, Any], workshop_id: UUID, photo_id: UUID) -> flask.Response:
        """Send the picture as JPEG: 2560 pixels wide or high at most, or 480 with `size=small`."""
        _photo(workshop_id, photo_id)
        size: Size = query["size"]
        kept = photo_store(site().settings).photo(photo_id, size)
        return attached(kept, "image/jpeg", f"photo-{photo_id}-{size}.jpg")


def _refuse_large(_fault: Exception) -> flask.Response:
    """Say how much one upload may hold."""
    told = f"Send fewer photos at a time: {MOST_BODY // 1024 // 1024} MB together at most."
    return respond(Problem(413, "The photos are too large", told))


routes.register_error_handler(413, _refuse_large)


def _pictures() -> list[Picture]:
    """Return the pictures of the form; raise a Problem that names each file that is none."""
    files = flask.request.files.getlist(PART)
    if not 0 < len(files) <= MOST_PHOTOS:
        raise Problem(422, "Where are the photos?", f"Send 1 to {MOST_PHOTOS} form's parts called {PART}.")
    pictures, errors = [], []
    for number, file in enumerate(files):
        try:
            pictures.append(read_picture(file.read()))
        except PictureRefused as refusal:
            errors.append({"field": f"/{PART}/{number}", "message": str(refusal)})
    if errors:
        raise Problem(422, "Some photos cannot be kept", "None of them was.", errors)
    return pictures


def _photo(workshop_id: UUID, photo_id: UUID) -> Photo:
    with site().database.unit_of_work(read_only=True) as uow:
        photo = photo_in(uow, workshop_id, photo_id)
    if photo is None:
        raise NotFound
    return photo


def _shown(photo: Photo) -> dict[str, Any]:
    file = f"/plans/api/v1/workshops/{photo.workshop_id}/photos/{photo.id}/file"
    own = {name: getattr(photo, name, None) for name in schemas.Photo().fields}
    return own | {"file": file, "thumbnail": f"{file}?size={Size.SMALL}"}
