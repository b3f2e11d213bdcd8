"""Photos and documents in one folder, on a disk that all processes of plans see."""

import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from services.plans.use_cases.photo_files.names import UNFINISHED, Size, document_name, name_of, names_of
from services.plans.use_cases.photo_files.orphans import orphans
from services.plans.use_cases.photo_files.pictures import Picture
from services.plans.use_cases.photo_files.store import GRACE, Kept, Known


class FolderStore:
    """Keeps photos and documents as files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, photo_id: UUID, picture: Picture) -> None:
        """Write both files; when this returns they outlast a power cut."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write(name_of(photo_id, Size.LARGE), picture.large)
        self._write(name_of(photo_id, Size.SMALL), picture.small)
        _sync_folder(self._folder)

    def put_document(self, document_id: UUID, content: bytes) -> None:
        """Write the document's one file as it came, likewise."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._write(document_name(document_id), content)
        _sync_folder(self._folder)

    def photo(self, photo_id: UUID, size: Size) -> Kept | None:
        """Read the photo in this size, if it is there."""
        return self._read(name_of(photo_id, size))

    def document(self, document_id: UUID) -> Kept | None:
        """Read the document, if it is there."""
        return self._read(document_name(document_id))

    def remove(self, *ids: UUID) -> None:
        """Remove the files of these photos or documents, as far as they are there."""
        for name in (name for each in ids for name in names_of(each)):
            (self._folder / name).unlink(missing_ok=True)

    def sweep(self, now: datetime, known: Known) -> int:
        """Remove old files of which no row knows, and return how many. Files of other names stay."""
        swept = [name for some in orphans(self._old(now), known) for name in some]
        for name in swept:
            (self._folder / name).unlink(missing_ok=True)
        return len(swept)

    def _old(self, now: datetime) -> list[str]:
        if not self._folder.exists():
            return []
        return sorted(path.name for path in self._folder.iterdir() if now - _since(path.stat()) > GRACE)

    def _read(self, name: str) -> Kept | None:
        try:
            with (self._folder / name).open("rb") as file:
                return Kept(content=file.read(), since=_since(os.fstat(file.fileno())))
        except FileNotFoundError:
            return None

    def _write(self, name: str, content: bytes) -> None:
        path = self._folder / name
        unfinished = path.with_name(path.name + UNFINISHED)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


def _since(stat: os.stat_result) -> datetime:
    return datetime.fromtimestamp(stat.st_mtime, UTC)


def _sync_folder(folder: Path) -> None:
    """Let the names of new files outlast a power cut too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
