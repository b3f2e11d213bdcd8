"""Looking through a workbook's XML before the real reader does, since that one trusts what it reads.

Two cells far apart in a file of five kilobytes make the reader ask for more memory than any machine has, and
the process dies of it; so where the cells are, and how long their texts get, is found out first.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from services.plans.domain.header import MOST_COLUMNS, MOST_LINES, MOST_ROWS
from services.plans.domain.sheet import Position, SheetRefused
from services.plans.use_cases.sheet_files.archive import damaged, too_big

_MOST_TAGS = 2_000_000
_MOST_LETTERS = 5_000_000
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_INDEX = re.compile(r"\+?[0-9]{1,9}", re.ASCII)
_LETTERS = 26
_ERROR = "e"


@dataclass
class Scan:
    """What one XML part holds, as far as it matters before it is read.

    Attributes:
        formulas: the cells that a formula or an error fills.
        strings: how long each of the shared texts is.
        uses: how often each shared text is used.
        sheets: the relation that leads to each worksheet, by the worksheet's name.
        targets: where each relation leads.
    """

    formulas: set[Position] = field(default_factory=set)
    strings: list[int] = field(default_factory=list)
    uses: Counter[int] = field(default_factory=Counter)
    sheets: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)


def scan_all(parts: Mapping[str, bytes]) -> dict[str, Scan]:
    """Look through all parts; refuse those that would take the real reader, or this one, beyond its means."""
    if sum(part.count(b"<") for part in parts.values()) > _MOST_TAGS:
        raise too_big()
    scans = {name: scan(part) for name, part in parts.items()}
    _refuse_floods(scans)
    return scans


def scan(part: bytes) -> Scan:
    """Look through one part; refuse entities of its own making, and cells far off from any table."""
    scanner = _Scanner()
    # The encoding is fixed because the real reader goes by the bytes, whatever the part declares.
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = scanner.start
    parser.CharacterDataHandler = scanner.text
    try:
        parser.Parse(part, True)  # noqa: FBT003  # Expat takes no keyword here.
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged() from error
    return scanner.found


def _refuse_floods(scans: Mapping[str, Scan]) -> None:
    """Refuse a workbook in which one long text, written once, is used so often that it fills the memory."""
    uses = sum((each.uses for each in scans.values()), Counter[int]())
    for each in scans.values():
        letters = sum(length * uses[index] for index, length in enumerate(each.strings))
        if letters > _MOST_LETTERS:
            raise too_big()


def _refuse_doctype(*_: object) -> None:
    raise SheetRefused("The workbook defines text of its own making. Save it anew as .xlsx and upload that.")


class _Scanner:
    def __init__(self) -> None:
        self.found = Scan()
        self._row = self._column = -1
        self._kind = ""
        self._in = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take note of one element; only its name without the namespace counts, as for the real reader."""
        self._in = name.rpartition(" ")[2]
        if handler := _HANDLERS.get(self._in):
            handler(self, attributes)

    def text(self, text: str) -> None:
        """Take note of text: which shared text a cell uses, or how long a shared text is."""
        if self._in == "v" and self._kind == "s" and _INDEX.fullmatch(text.strip()):
            self.found.uses[int(text)] += 1
        elif self._in == "t" and self.found.strings:
            self.found.strings[-1] += len(text)

    def enter_row(self, attributes: Mapping[str, str]) -> None:
        """Take note of where the row is."""
        given = attributes.get("r", "")
        self._row = int(given) - 1 if given.isdecimal() else self._row + 1
        self._column = -1

    def enter_cell(self, attributes: Mapping[str, str]) -> None:
        """Take note of where the cell is and of what kind."""
        self._kind = attributes.get("t", "")
        self._column += 1
        if "r" in attributes:
            self._row, self._column = _position(attributes["r"])
        if self._kind == _ERROR:
            self.found.formulas.add((self._row, self._column))

    def enter_value(self, _: Mapping[str, str]) -> None:
        """Refuse what stands beyond any sheet of commitments."""
        if self._row >= MOST_LINES or self._column >= MOST_COLUMNS:
            raise SheetRefused(
                f"The sheet goes beyond {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. "
                "Split it, or delete what stands far off from the table."
            )

    def enter_formula(self, attributes: Mapping[str, str]) -> None:
        """Take note of a cell that a formula fills."""
        self.enter_value(attributes)
        self.found.formulas.add((self._row, self._column))

    def enter_string(self, _: Mapping[str, str]) -> None:
        """Begin another of the shared texts."""
        self.found.strings.append(0)

    def enter_sheet(self, attributes: Mapping[str, str]) -> None:
        """Take note of a worksheet and of the relation that leads to it."""
        relations = [value for name, value in attributes.items() if name.endswith(" id")]
        self.found.sheets |= {attributes.get("name", ""): each for each in relations}

    def enter_relation(self, attributes: Mapping[str, str]) -> None:
        """Take note of where a relation leads."""
        self.found.targets[attributes.get("Id", "")] = attributes.get("Target", "")


_HANDLERS = {
    "row": _Scanner.enter_row,
    "c": _Scanner.enter_cell,
    "v": _Scanner.enter_value,
    "is": _Scanner.enter_value,
    "f": _Scanner.enter_formula,
    "si": _Scanner.enter_string,
    "sheet": _Scanner.enter_sheet,
    "Relationship": _Scanner.enter_relation,
}


def _position(name: str) -> Position:
    match = _CELL.fullmatch(name)
    if match is None:
        raise damaged()
    column = 0
    for letter in match[1].upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
