"""A workshop's sheet as it was typed: its cells, its rows, and what is wrong with a cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.plans.domain.columns import Column
from services.plans.domain.matching import Matching
from services.plans.domain.refusals import Refused

Position = tuple[int, int]
"""A cell's row and column, both counted from 0."""


class SheetRefused(Refused):
    """The file cannot be imported at all; the message says why and what to do, and nothing was imported."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One worksheet's cells as text, from the very first row and column.

    Attributes:
        name: what the worksheet is called; empty for a CSV file.
        rows: the cells; rows may differ in length.
        formulas: the cells that a formula fills, of which a file only holds the last result.
    """

    name: str = ""
    rows: Sequence[Sequence[str]]
    formulas: frozenset[Position] = frozenset()

    def cell(self, row: int, column: int) -> str:
        """Return a cell's text; the cells that a short row does not have are empty."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the sheet, as typed.

    Attributes:
        number: the row's number as the spreadsheet program shows it.
        cells: the text of the columns that we know; the ones left empty are not there.
        others: the text of every other column, by its heading.
    """

    number: int
    cells: Mapping[Column, str]
    others: Mapping[str, str] = field(default_factory=dict)

    def text(self, column: Column) -> str:
        """Return what was typed, with the spaces around and within it folded."""
        return " ".join(self.cells.get(column, "").split())


@dataclass(frozen=True, kw_only=True)
class CellFault:
    """What is wrong with one cell, or worth knowing about it, in words for the person who typed it."""

    row: int
    column: Column
    typed: str
    reason: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Every line below the headings, and what the columns were taken for."""

    name: str
    header_row: int
    matching: Matching
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The fields that have a column."""
        return tuple(column for column in Column if column in self.matching.places)

    @property
    def others(self) -> tuple[str, ...]:
        """The headings of the columns that are left out."""
        return self.matching.unread


def cell_name(position: Position) -> str:
    """Return a cell's name as the spreadsheet program shows it, such as B7."""
    return f"{column_letters(position[1])}{position[0] + 1}"


def column_letters(column: int) -> str:
    """Return a column's letters: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    left = column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the column that has these letters: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
