"""Finding the row of headings in a sheet, and reading the lines below it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from services.plans.domain.columns import (
    NEEDED,
    TITLES,
    Column,
    column_named,
    is_heading,
    is_owner_or_contact,
)
from services.plans.domain.formulas import restored
from services.plans.domain.sheet import Grid, Row, Sheet, SheetRefused, cell_name, column_letters

MOST_ROWS = 2000
MOST_LINES = MOST_ROWS * 2
"""With title lines and blank rows among them; a file that goes beyond is not read on."""
_ENOUGH = 3
_A_FEW = 2
_NAMED_CELLS = 10


def heading_rows(grid: Grid) -> list[int]:
    """Return the rows that look like headings; title lines and data rows do not."""
    return [number for number, cells in enumerate(grid.rows) if looks_like_headings(cells)]


def sheet_of(grid: Grid) -> Sheet:
    """Read the one table in the worksheet, or refuse it with what to change."""
    header = _only_header(grid)
    places = _places(grid.rows[header])
    _refuse_missing(header, places)
    _refuse_formulas(grid, header, places.values())
    _refuse_too_many(grid, header)
    others = _other_headings(grid, header, places.values())
    rows = tuple(_rows(grid, header, places, others))
    if not rows:
        raise SheetRefused(f"Nothing is written below the headings in row {header + 1}. Add the commitments.")
    return Sheet(
        name=grid.name,
        header_row=header + 1,
        columns=tuple(column for column in Column if column in places),
        others=tuple(text for index, text in others.items() if grid.cell(header, index).strip()),
        rows=rows,
    )


def looks_like_headings(cells: Sequence[str]) -> bool:
    """Return whether a row names columns: three kinds of them, or fewer and nothing besides."""
    filled = [text for text in cells if text.strip()]
    known = [text for text in filled if is_heading(text)]
    kinds = {column_named(text) for text in known}
    return len(kinds) >= _ENOUGH or (len(known) == len(filled) and len(kinds) >= _A_FEW)


def _only_header(grid: Grid) -> int:
    found = heading_rows(grid)
    if not found:
        wanted = ", ".join(TITLES.values())
        raise SheetRefused(f"No row of column headings was found. Put these above the commitments: {wanted}.")
    if len(found) > 1:
        rows = " and ".join(str(row + 1) for row in found[:2])
        raise SheetRefused(
            f"Rows {rows} both look like headings. Keep one row of headings, one table in the sheet, "
            "and upload it again."
        )
    return found[0]


def _places(headings: Sequence[str]) -> dict[Column, int]:
    """Return where each column is; first those named surely, then whoever leads."""
    places: dict[Column, int] = {}
    for index, heading in enumerate(headings):
        if column := column_named(heading):
            if column in places:
                _refuse_twice(column, (places[column], index))
            places[column] = index
    for index, heading in enumerate(headings):
        if is_owner_or_contact(heading):
            free = [each for each in (Column.ORGANISATION, Column.CONTACT_NAME) if each not in places]
            if free:
                places[free[0]] = index
    return places


def _refuse_twice(column: Column, indexes: tuple[int, int]) -> None:
    letters = " and ".join(map(column_letters, indexes))
    raise SheetRefused(
        f"Columns {letters} both look like “{TITLES[column]}”. "
        "Rename or delete one and upload the sheet again."
    )


def _refuse_missing(header: int, places: Mapping[Column, int]) -> None:
    missing = [TITLES[column] for column in NEEDED if column not in places]
    if missing:
        names = " and ".join(f"“{name}”" for name in missing)
        raise SheetRefused(
            f"The headings in row {header + 1} lack {names}. Add a column with that heading "
            "and upload the sheet again."
        )


def _refuse_formulas(grid: Grid, header: int, columns: Collection[int]) -> None:
    found = sorted((row, column) for row, column in grid.formulas if row >= header and column in columns)
    if found:
        names = ", ".join(map(cell_name, found[:_NAMED_CELLS]))
        more = f" and {len(found) - _NAMED_CELLS} more" if len(found) > _NAMED_CELLS else ""
        raise SheetRefused(
            f"Formulas fill {names}{more}, and a file holds only what they last worked out. "
            "Copy these cells, paste them back as values, and upload the sheet again."
        )


def _refuse_too_many(grid: Grid, header: int) -> None:
    if len(grid.rows) - header - 1 > MOST_ROWS:
        raise SheetRefused(f"The sheet has more than {MOST_ROWS:,} rows. Split it and upload the parts.")


def _other_headings(grid: Grid, header: int, taken: Collection[int]) -> dict[int, str]:
    """Name the columns that we do not read, each by a name of its own so that none hides another."""
    names: dict[int, str] = {}
    for index in range(max(len(cells) for cells in grid.rows[header:])):
        if index not in taken:
            typed, place = " ".join(grid.cell(header, index).split()), f"Column {column_letters(index)}"
            names[index] = f"{typed} ({place})" if typed in names.values() else typed or place
    return names


def _rows(grid: Grid, header: int, places: Mapping[Column, int], others: Mapping[int, str]) -> Iterator[Row]:
    for number in range(header + 1, len(grid.rows)):
        if any(text.strip() for text in grid.rows[number]):
            known = {column: restored(grid.cell(number, index)) for column, index in places.items()}
            rest = {name: restored(grid.cell(number, index)) for index, name in others.items()}
            yield Row(
                number=number + 1,
                cells={column: text for column, text in known.items() if text.strip()},
                others={name: text for name, text in rest.items() if text.strip()},
            )
