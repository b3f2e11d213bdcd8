"""From an uploaded file to the one table in it, whatever the file turns out to be."""

from collections.abc import Sequence

from services.plans.domain.cells import is_writable
from services.plans.domain.header import heading_rows, sheet_of
from services.plans.domain.sheet import Grid, Sheet, SheetRefused, cell_name
from services.plans.use_cases.sheet_files.apart import grids_apart
from services.plans.use_cases.sheet_files.archive import xml_parts
from services.plans.use_cases.sheet_files.csv_text import decoded, grid_of_csv
from services.plans.use_cases.sheet_files.open_document import grids_of_open_document, is_open_document
from services.plans.use_cases.sheet_files.pasted import grid_of_pasted
from services.plans.use_cases.sheet_files.workbook import grids_of_workbook

MOST_BYTES = 5 * 1024 * 1024
MOST_BODY = MOST_BYTES + 64 * 1024
"""How large a request with a sheet in it may be; what a form sends along takes some room."""
_MEGABYTE = 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
"""How Excel's files began before 2007, and how it still wraps those that have a password."""
_STRANGE_KINDS: Sequence[tuple[bytes, str]] = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF"),
)
"""What else people upload, by how it begins."""


def read_sheet(file_name: str, content: bytes) -> Sheet:
    """Return what the file holds; raise SheetRefused, and nothing else, whatever the bytes are."""
    _refuse_size(content)
    _refuse_strange(file_name, content)
    return _sheet(_grids(content))


def read_pasted(content: bytes) -> Sheet:
    """Return what was copied in a spreadsheet program and pasted; raise SheetRefused if it is no sheet."""
    _refuse_size(content)
    return _sheet([grid_of_pasted(decoded(content))])


def _sheet(grids: Sequence[Grid]) -> Sheet:
    for grid in grids:
        _refuse_unwritable(grid)
    return sheet_of(_only_table(grids))


def _grids(content: bytes) -> list[Grid]:
    if content.startswith(_OLD):
        return grids_apart(content)
    if not content.startswith(_ZIP):
        return [grid_of_csv(content)]
    parts = xml_parts(content)
    return grids_of_open_document(parts) if is_open_document(parts) else grids_of_workbook(parts)


def too_large(size: int | None) -> str:
    """Return what to say of a file of so many bytes."""
    shown = f"{-(-size // _MEGABYTE)} MB" if size else "too large"
    most = f"{MOST_BYTES // _MEGABYTE} MB"
    return f"The file is {shown} and the most is {most}. Take out what is no commitment, or split it."


def _refuse_size(content: bytes) -> None:
    if not content.strip():
        raise SheetRefused("The file is empty. Choose the sheet that you filled in.")
    if len(content) > MOST_BYTES:
        raise SheetRefused(too_large(len(content)))


def _refuse_strange(file_name: str, content: bytes) -> None:
    for beginning, kind in _STRANGE_KINDS:
        if content.startswith(beginning):
            raise SheetRefused(
                f"The file is {kind}, whatever its name says. Save the sheet as .xlsx or .csv."
            )
    if file_name.casefold().endswith((".xlsx", ".xlsm")) and not content.startswith((_ZIP, _OLD)):
        raise SheetRefused(
            "The file is not an Excel workbook, though its name says so. Save it anew as .xlsx."
        )


def _refuse_unwritable(grid: Grid) -> None:
    """Refuse what no database keeps: the character zero, and halves of letters."""
    for row, cells in enumerate(grid.rows):
        for column, text in enumerate(cells):
            if not is_writable(text):
                name = cell_name((row, column))
                raise SheetRefused(
                    f"Cell {name} holds something that is not text. Type it again, or save as .xlsx."
                )


def _only_table(grids: Sequence[Grid]) -> Grid:
    tables = [grid for grid in grids if heading_rows(grid)]
    if len(tables) > 1:
        names = " and ".join(f"“{grid.name}”" for grid in tables[:2])
        raise SheetRefused(f"Worksheets {names} both hold a table. Keep one, and upload the other by itself.")
    filled = [grid for grid in grids if any(text.strip() for row in grid.rows for text in row)]
    if not filled:
        raise SheetRefused("The file is empty. Fill in the sheet and upload it again.")
    return (tables or filled)[0]
