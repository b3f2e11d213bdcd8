"""Opening a workbook's archive without trusting it: a few small kilobytes can claim to be gigabytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from services.plans.domain.sheet import SheetRefused

MOST_UNPACKED = 50 * 1024 * 1024
_MOST_PARTS = 200
_MOST_RATIO = 100
_SMALL = 100 * 1024
"""Below this, how well a part was packed says nothing."""
_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    LookupError,
)
"""What the standard library raises for an archive that is not one."""


def damaged() -> SheetRefused:
    """Return the refusal of a workbook that no program wrote like this."""
    return SheetRefused("The workbook is damaged. Open it, save it anew as .xlsx and upload that.")


def too_big() -> SheetRefused:
    """Return the refusal of a workbook that holds more than any sheet of commitments."""
    return SheetRefused(
        "The workbook unpacks to far more than a sheet of commitments holds. "
        "Copy the commitments into a new workbook and upload that."
    )


def xml_parts(content: bytes) -> dict[str, bytes]:
    """Return the XML parts of the archive, unpacked; pictures and the like are never touched."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check(entries)
            return dict(_unpacked(archive, [each for each in entries if _is_xml(each.filename)]))
    except _FAULTS as error:
        raise damaged() from error


def packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return an archive of these parts alone, so that a reader of it meets nothing unchecked."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writing:
        for name, content in parts.items():
            writing.writestr(name, content)
    archive.seek(0)
    return archive


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = [each.filename.casefold() for each in entries]
    if len(entries) > _MOST_PARTS or sum(each.file_size for each in entries) > MOST_UNPACKED:
        raise too_big()
    if any(_ratio(each) > _MOST_RATIO for each in entries if each.file_size > _SMALL):
        raise too_big()
    if any(each.flag_bits & _ENCRYPTED for each in entries):
        raise SheetRefused("The workbook is protected by a password. Take it off and upload the sheet again.")
    if len(set(names)) < len(names) or any(_is_odd(each) for each in entries):
        raise damaged()


def _ratio(entry: zipfile.ZipInfo) -> float:
    return entry.file_size / max(entry.compress_size, 1)


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or entry.compress_type not in _PACKINGS


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels"))


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Unpack the entries, counting what really comes out, since the sizes above are only claims."""
    left = MOST_UNPACKED
    for entry in entries:
        with archive.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise too_big()
        yield entry.filename, content
