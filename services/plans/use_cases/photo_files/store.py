"""What a store of photos, and of documents beside them, can do, wherever they lie.

A photo's files are kept before its row is committed, and go after the row has gone. So a crash in between
leaves no row without its files, only files without a row; `sweep` takes those away later.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from services.plans.use_cases.photo_files.names import Size
from services.plans.use_cases.photo_files.pictures import Picture
from shared.unavailable import Unavailable

GRACE = timedelta(days=1)
"""How old a file without a row must be to be swept: far older than any transaction that is still at work."""

Known = Callable[[Collection[UUID]], Collection[UUID]]
"""Is asked for some ids at a time, and returns those that have a row."""


class StorageUnavailable(Unavailable):
    """The storage of photos does not answer, or will not have us; its one argument is the reason."""

    what = "photos' storage"

    @property
    def reason(self) -> str:
        """Why, in the storage's own word."""
        return str(self)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a file holds, and since when."""

    content: bytes
    since: datetime


class PhotoStore(Protocol):
    """Keeps two files for each photo, and one for each document.

    Each of its methods raises StorageUnavailable where the storage is one that can be away.
    """

    def put(self, photo_id: UUID, picture: Picture) -> None:
        """Keep both files; when this returns they outlast a power cut."""

    def put_document(self, document_id: UUID, content: bytes) -> None:
        """Keep the document's one file as it came, likewise."""

    def photo(self, photo_id: UUID, size: Size) -> Kept | None:
        """Return the photo in this size, if it is there."""

    def document(self, document_id: UUID) -> Kept | None:
        """Return the document, if it is there."""

    def remove(self, *ids: UUID) -> None:
        """Remove the files of these photos or documents, as far as they are there.

        It comes after their rows have gone, or when they never had any. So what cannot be reached now is left
        to `sweep`, and nobody is told that it failed.
        """

    def sweep(self, now: datetime, known: Known) -> int:
        """Remove old files of which no row knows, and return how many. Files of other names stay."""
