"""Where the files of photos, and documents beside them, lie on disk.

A photo's files are on the disk before its row is committed, and go after the row has gone. So a crash in
between leaves no row without its files, only files without a row; `sweep` takes those away later.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice
from pathlib import Path
from uuid import UUID

from services.plans.use_cases.photo_files.pictures import Picture

GRACE = timedelta(days=1)
"""How old a file without a row must be to be swept: far older than any transaction that is still at work."""

BATCH = 500
_UNFINISHED, _DOCUMENT = ".part", ".document"


class Size(StrEnum):
    """The two files of a photo."""

    LARGE = "large"
    SMALL = "small"


class PhotoStore:
    """The folder of photos, `<id>.large.jpg` and `<id>.small.jpg`, and of documents, `<id>.document`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, photo_id: UUID, picture: Picture) -> None:
        """Write both files; when this returns they outlast a power cut."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write(self.path(photo_id, Size.LARGE), picture.large)
        self._write(self.path(photo_id, Size.SMALL), picture.small)
        _sync_folder(self._folder)

    def put_document(self, document_id: UUID, content: bytes) -> None:
        """Write the document's one file as it came, likewise."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write(self.document(document_id), content)
        _sync_folder(self._folder)

    def document(self, document_id: UUID) -> Path:
        """Return where the document lies, if it is there."""
        return self._folder / f"{document_id}{_DOCUMENT}"

    def path(self, photo_id: UUID, size: Size) -> Path:
        """Return where the file lies, if it is there."""
        return self._folder / f"{photo_id}.{size}.jpg"

    def remove(self, photo_id: UUID) -> None:
        """Remove the photo's or the document's files, as far as they are there."""
        self.document(photo_id).unlink(missing_ok=True)
        for size in Size:
            self.path(photo_id, size).unlink(missing_ok=True)

    def sweep(self, now: datetime, known: Callable[[Collection[UUID]], Collection[UUID]]) -> int:
        """Remove old files of which no row knows, and return how many.

        `known` is asked for some ids at a time and returns those that have a row. Files of other names stay.
        """
        old = [path for path in self._files() if _age(path, now) > GRACE]
        return sum(self._sweep(chunk, known) for chunk in _chunks(old))

    def _files(self) -> Iterable[Path]:
        if not self._folder.exists():
            return ()
        return sorted([*self._folder.glob("*.jpg*"), *self._folder.glob(f"*{_DOCUMENT}*")])

    @staticmethod
    def _sweep(paths: Iterable[Path], known: Callable[[Collection[UUID]], Collection[UUID]]) -> int:
        ids = {path: photo_id for path in paths if (photo_id := _id_of(path))}
        kept = set(known(set(ids.values())))
        orphans = [path for path, photo_id in ids.items() if photo_id not in kept]
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        unfinished = path.with_name(path.name + _UNFINISHED)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


def _chunks(paths: Iterable[Path]) -> Iterator[list[Path]]:
    rest = iter(paths)
    while chunk := list(islice(rest, BATCH)):
        yield chunk


def _id_of(path: Path) -> UUID | None:
    try:
        return UUID(path.name.partition(".")[0])
    except ValueError:
        return None


def _age(path: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _sync_folder(folder: Path) -> None:
    """Let the names of new files outlast a power cut too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
