"""Finding the row of headings in a sheet, and reading the lines below it."""

from collections.abc import Iterator, Sequence

from services.plans.domain.columns import (
    TITLES,
    Column,
    column_named,
    is_heading,
    is_owner_or_contact,
)
from services.plans.domain.formulas import restored
from services.plans.domain.matching import Matching, SheetColumn
from services.plans.domain.sheet import (
    Grid,
    Row,
    Sheet,
    SheetRefused,
    cell_name,
    column_index,
    column_letters,
)

MOST_ROWS = 5000
MOST_LINES = MOST_ROWS * 2
"""With title lines and blank rows among them; a file that goes beyond is not read on."""
MOST_COLUMNS = 100
_ENOUGH = 3
_A_FEW = 2
_NAMED_CELLS = 10


def heading_rows(grid: Grid) -> list[int]:
    """Return the rows that look like headings; title lines and data rows do not."""
    return [number for number, cells in enumerate(grid.rows) if looks_like_headings(cells)]


def sheet_of(grid: Grid) -> Sheet:
    """Read the one table in the worksheet, or refuse it with what to change."""
    header = _only_header(grid)
    _refuse_too_many(grid, header)
    matching = Matching(tuple(_columns(grid, header)))
    _refuse_formulas(grid, header, matching)
    rows = tuple(_rows(grid, header, matching))
    if not rows:
        raise SheetRefused(f"Nothing is written below the headings in row {header + 1}. Add the commitments.")
    return Sheet(name=grid.name, header_row=header + 1, matching=matching, rows=rows)


def looks_like_headings(cells: Sequence[str]) -> bool:
    """Return whether a row names columns: three kinds of them, or fewer and nothing besides."""
    filled = [text for text in cells if text.strip()]
    known = [text for text in filled if is_heading(text)]
    kinds = {column_named(text) for text in known}
    return len(kinds) >= _ENOUGH or (len(known) == len(filled) and len(kinds) >= _A_FEW)


def _only_header(grid: Grid) -> int:
    found = heading_rows(grid)
    if len(found) > 1:
        rows = " and ".join(str(row + 1) for row in found[:2])
        raise SheetRefused(
            f"Rows {rows} both look like headings. Keep one row of headings, one table in the sheet, "
            "and upload it again."
        )
    return found[0] if found else _likely_header(grid)


def _likely_header(grid: Grid) -> int:
    """Return the first row that is about as wide as the table below it: a person will say what it names."""
    filled = [sum(bool(text.strip()) for text in cells) for cells in grid.rows]
    least = max(_A_FEW, max(filled, default=0) / 2)
    likely = next((number for number, count in enumerate(filled) if count >= least), len(filled))
    if not any(filled[likely + 1 :]):
        wanted = ", ".join(TITLES.values())
        raise SheetRefused(f"No row of column headings was found. Put these above the commitments: {wanted}.")
    return likely


def _columns(grid: Grid, header: int) -> Iterator[SheetColumn]:
    """Yield each column that holds anything, under a name of its own so that none hides another."""
    fields, names = _fields(grid.rows[header]), set[str]()
    width = max(len(cells) for cells in grid.rows[header:])
    written = {index for cells in grid.rows[header:] for index, text in enumerate(cells) if text.strip()}
    _refuse_too_wide(len(written))
    for index in (index for index in range(width) if index in written):
        letters, typed = column_letters(index), " ".join(grid.cell(header, index).split())
        place = f"Column {letters}"
        name = f"{typed} ({place})" if typed in names else typed or place
        names.add(name)
        formulas = sorted(cell for cell in grid.formulas if cell[0] >= header and cell[1] == index)
        yield SheetColumn(
            letters=letters,
            name=name,
            field=fields.get(index),
            formulas=tuple(map(cell_name, formulas[:_NAMED_CELLS])),
        )


def _fields(headings: Sequence[str]) -> dict[int, Column]:
    """Return what each column is taken for; first those named surely, then whoever leads."""
    fields = {index: column for index, heading in enumerate(headings) if (column := column_named(heading))}
    for index, heading in enumerate(headings):
        if is_owner_or_contact(heading):
            taken = fields.values()
            free = [each for each in (Column.ORGANISATION, Column.CONTACT_NAME) if each not in taken]
            if free:
                fields[index] = free[0]
    return fields


def _refuse_formulas(grid: Grid, header: int, matching: Matching) -> None:
    read = {each.letters for each in matching.columns if each.field}
    found = sorted(
        (row, column) for row, column in grid.formulas if row >= header and column_letters(column) in read
    )
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


def _refuse_too_wide(columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise SheetRefused(f"The sheet has more than {MOST_COLUMNS} columns. Take out what is no commitment.")


def _rows(grid: Grid, header: int, matching: Matching) -> Iterator[Row]:
    places = [(each.name, column_index(each.letters)) for each in matching.columns]
    for number in range(header + 1, len(grid.rows)):
        if any(text.strip() for text in grid.rows[number]):
            texts = {name: restored(grid.cell(number, index)) for name, index in places}
            cells, others = matching.arranged({name: text for name, text in texts.items() if text.strip()})
            yield Row(number=number + 1, cells=cells, others=others)
