"""Reading an OpenDocument sheet (.ods): looked through first, then read in a process apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from services.plans.domain.header import MOST_COLUMNS, MOST_LINES
from services.plans.domain.sheet import Grid, Position, SheetRefused
from services.plans.use_cases.sheet_files.apart import grids_apart
from services.plans.use_cases.sheet_files.archive import damaged, packed, too_big

_CONTENT = "content.xml"
_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MOST_TAGS = 2_000_000
_FAR = 2_000_000
"""More rows and columns than any program has; a greater repetition was made to harm."""


def is_open_document(parts: Mapping[str, bytes]) -> bool:
    """Return whether the archive's parts are those of an OpenDocument file."""
    return _CONTENT in parts and not any(name.startswith("xl/") for name in parts)


def grids_of_open_document(parts: Mapping[str, bytes]) -> list[Grid]:
    """Return the worksheets that can be seen, as text, with where their formulas are."""
    formulas = _formulas(parts[_CONTENT])
    kept = {name: part for name, part in parts.items() if name in {_CONTENT, "META-INF/manifest.xml"}}
    archive = packed({"mimetype": _MIMETYPE} | kept)
    return [
        replace(grid, formulas=frozenset(formulas.get(grid.name, ())))
        for grid in grids_apart(archive.getvalue())
    ]


def _formulas(content: bytes) -> dict[str, set[Position]]:
    if content.count(b"<") > _MOST_TAGS:
        raise too_big()
    scanner = _Scanner()
    parser = expat.ParserCreate("utf-8", " ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = scanner.start
    try:
        parser.Parse(content, True)  # noqa: FBT003  # Expat takes no keyword here.
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged() from error
    return scanner.found


def _refuse_doctype(*_: object) -> None:
    raise SheetRefused("The sheet defines text of its own making. Save it anew as .ods and upload that.")


@dataclass
class _Scanner:
    """Where the scan is: `row` and `column` are the next ones, and repetitions leap over many at once."""

    found: dict[str, set[Position]] = field(default_factory=dict)
    _sheet: str = ""
    _row: int = 0
    _column: int = 0
    _repeated: int = 1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take note of one element; only its name without the namespace counts."""
        known = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        tag = name.rpartition(" ")[2]
        if tag == "table":
            self._sheet, self._row, self._repeated = known.get("name", ""), 0, 0
            self.found[self._sheet] = set()
        elif tag == "table-row":
            self._row += self._repeated
            self._column, self._repeated = 0, _times(known, "number-rows-repeated")
        elif tag in {"table-cell", "covered-table-cell"}:
            self._cell(known)

    def _cell(self, known: Mapping[str, str]) -> None:
        times = _times(known, "number-columns-repeated")
        filled = "value-type" in known or "formula" in known
        last = (self._row + self._repeated, self._column + times)
        if filled and (last[0] > MOST_LINES or last[1] > MOST_COLUMNS):
            raise too_big()
        if "formula" in known:
            self.found[self._sheet] |= {
                (row, column) for row in range(self._row, last[0]) for column in range(self._column, last[1])
            }
        self._column += times


def _times(known: Mapping[str, str], name: str) -> int:
    times = int(known.get(name, "1"))
    if not 1 <= times <= _FAR:
        raise damaged()
    return times
