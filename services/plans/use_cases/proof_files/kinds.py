"""Finds what sort of document a file is, by its content; its name only tells CSV from other text."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePath

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
"""How many bytes a document may have."""

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain",
    "csv": "text/csv",
}
"""The documents that are kept, by the endings of their names."""

_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OPEN = {media_type: ending for ending, media_type in MEDIA_TYPES.items() if "oasis" in media_type}
_TEXTS = frozenset({"txt", "csv"})
_LONGEST_TYPE = 100
_MACROS = "vbaproject.bin"
_ENCRYPTED = 0x1
_KEPT = frozenset("\n\r\t\f")


class FileRefused(Exception):
    """The file is none that we keep; the message says what to do."""


def ending_of(name: str, content: bytes) -> str:
    """Return which of the kept documents it is; raise FileRefused for anything else."""
    if not content:
        raise FileRefused("The file is empty. Choose it again.")
    if len(content) > MOST_BYTES:
        raise FileRefused(f"It has more than {MOST_BYTES // MEGABYTE} MB. Send a smaller one.")
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return _written(name, content)


def _packed(content: bytes) -> str:
    """Look at the names in the archive and unpack nothing but the line that says what it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if any(entry.filename.casefold().endswith(_MACROS) for entry in entries):
                raise FileRefused("It has macros in it. Save it without and send that.")
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise FileRefused("It is protected by a password. Take it off and send the file again.")
            names = {entry.filename for entry in entries}
            return _of_office(names) or _of_open_document(archive, names)
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, LookupError, EOFError) as fault:
        raise FileRefused("It is damaged. Open it on your device, save it anew and send that.") from fault


def _of_office(names: set[str]) -> str | None:
    found = [ending for part, ending in _OFFICE.items() if part in names]
    return found[0] if found and "[Content_Types].xml" in names else None


def _of_open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    told = b""
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            told = part.read(_LONGEST_TYPE)
    ending = _OPEN.get(told.decode("ascii", errors="replace").strip())
    if ending is None:
        raise _strange()
    return ending


def _written(name: str, content: bytes) -> str:
    ending = PurePath(name).suffix.removeprefix(".").casefold()
    if ending not in _TEXTS or not _is_text(content):
        raise _strange()
    return ending


def _is_text(content: bytes) -> bool:
    """Whether it can be read as text in the ways that programs write it."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(letter.isprintable() or letter in _KEPT or ord(letter) > 0x7F for letter in text)  # noqa: PLR2004  # The last of ASCII, whose control characters no text holds.
    return False


def _strange() -> FileRefused:
    return FileRefused(
        "It is none of the files that we keep. "
        "Send a photo, PDF, Word or Excel file, OpenDocument text or sheet, plain text or CSV."
    )
