"""Workshops and photos with every field filled in, and files such as people send."""

import io
from datetime import date
from typing import Any

from PIL import Image

from services.plans.domain.photos import Photo
from services.plans.domain.plans import Plan
from services.plans.domain.workshops import Attendance, Contribution, Workshop
from services.plans.use_cases.photo_files import PhotoStore, read_picture
from services.plans.use_cases.photos import add_photos, stored
from services.plans.use_cases.workshops import NewWorkshop, record_workshop
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
CANARY = "Canary Lane 7"


def make_workshop(database: Database, plan: Plan | None = None, **facts: Any) -> Workshop:
    """A workshop in the database, which led to the plan."""
    usual = {
        "held_on": date(2026, 1, 24),
        "place": "Canary hall",
        "method": "systems_mapping",
        "attendance": [Attendance(name="Oak Trust", count=3)],
        "contributions": [Contribution(plan_id=plan.id, part="")] if plan else [],
    }
    with database.unit_of_work() as uow:
        return record_workshop(uow, COMMUNITY, NewWorkshop(**{**usual, **facts}))


def make_photo(database: Database, store: PhotoStore, workshop: Workshop, colour: str = "navy") -> Photo:
    """A photo of the workshop, with its files."""
    picture = read_picture(picture_file(colour=colour))
    with stored(store, [picture]) as new, database.unit_of_work() as uow:
        (photo,) = add_photos(uow, workshop.id, new, None)
        return photo


def picture_file(
    form: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "navy", **options: Any
) -> bytes:
    """The bytes of a picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, form, **options)
    return written.getvalue()


def telling_photo(orientation: int = 1) -> bytes:
    """A JPEG as a telephone makes it: red on its left half, and it tells with what and where."""
    image = Image.new("RGB", (60, 40), "blue")
    image.paste("red", (0, 0, 30, 40))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, CANARY
    exif[GPS] = {1: "N", 2: (52.0, 29.0, 1.0)}
    written = io.BytesIO()
    image.save(written, "JPEG", quality=95, exif=exif, comment=CANARY.encode(), icc_profile=CANARY.encode())
    return written.getvalue()
