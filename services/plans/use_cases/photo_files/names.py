"""How files are called: `<id>.large.jpg` and `<id>.small.jpg` for a photo, `<id>.document` for a document."""

import re
from enum import StrEnum
from uuid import UUID

UNFINISHED = ".part"
"""What stands behind the name of a file that is still being written."""


class Size(StrEnum):
    """The two files of a photo."""

    LARGE = "large"
    SMALL = "small"


_ENDINGS = (".document", *(f".{size}.jpg" for size in Size))
_OURS = re.compile(
    rf"([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})"
    rf"(?:{'|'.join(map(re.escape, _ENDINGS))})(?:{re.escape(UNFINISHED)})?"
)


def name_of(photo_id: UUID, size: Size) -> str:
    """Return the name of a photo's file."""
    return f"{photo_id}.{size}.jpg"


def document_name(document_id: UUID) -> str:
    """Return the name of a document's file."""
    return f"{document_id}.document"


def names_of(any_id: UUID) -> list[str]:
    """Return the names of all files that a photo or a document with this id may have."""
    return [f"{any_id}{ending}" for ending in _ENDINGS]


def id_in(name: str) -> UUID | None:
    """Return whose file it is, or None for a name that is not one of ours."""
    ours = _OURS.fullmatch(name)
    return UUID(ours[1]) if ours else None
