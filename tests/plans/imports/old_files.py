"""Sheets as LibreOffice and Excel 97 write them, made by hand, since nothing here writes such files."""

import struct
from collections.abc import Sequence

from tests.plans.imports.sheets import archive_of

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALL = 4096
_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def ods_with(tables: str, *, before: str = "") -> bytes:
    """An OpenDocument sheet that holds this very XML."""
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"{before}<office:document-content {_SPACES}>{body}</office:document-content>"
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return archive_of(
        {"mimetype": mimetype, "content.xml": content.encode(), "META-INF/manifest.xml": manifest}
    )


def ods_of(rows: Sequence[Sequence[str]], name: str = "Sheet1") -> bytes:
    """An OpenDocument sheet of these rows, which ends in a million empty ones as such files do."""
    return ods_with(f'<table:table table:name="{name}">{"".join(map(_ods_row, rows))}{_REST}</table:table>')


_REST = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def _ods_row(cells: Sequence[str]) -> str:
    return f"<table:table-row>{''.join(map(ods_cell, cells))}</table:table-row>"


def ods_cell(text: str, more: str = "") -> str:
    """A cell that holds this text."""
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def xls_of(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of Excel 97 with these rows."""
    book = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    end = _record(0x000A)
    name = b"Sheet1"
    offset = len(book) + 4 + 8 + len(name) + len(end)
    book += _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name) + end
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    width = max(map(len, rows))
    sheet += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, cells in enumerate(rows):
        for column, text in enumerate(cells):
            told = struct.pack("<HHHHB", number, column, 0, len(text), 1) + text.encode("utf-16-le")
            sheet += _record(0x0204, told)
    return _compound(book + sheet + end)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    """Wrap the stream as the one file in a compound file of Microsoft's."""
    size = max(_SMALL, len(stream))
    stream = stream.ljust(-(-size // _SECTOR) * _SECTOR, b"\0")
    sectors = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, sectors + 2), _END]
    fat = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, size)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, _SMALL, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + fat + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters), kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
