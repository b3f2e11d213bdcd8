"""What each column of a sheet was taken for, what is wrong with that, and how a person corrects it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from services.plans.domain.columns import NEEDED, TITLES, Column
from services.plans.domain.refusals import Refused

Texts = Mapping[str, str]
Fields = Mapping[Column, str] | Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """One column of a sheet.

    Attributes:
        letters: how the spreadsheet program calls it, such as B.
        name: its heading, or "Column B" where there is none; no other column of the sheet has the same.
        field: what it was taken for; None leaves it out.
        formulas: some of its cells that a formula fills.
    """

    letters: str
    name: str
    field: Column | None = None
    formulas: tuple[str, ...] = ()

    @property
    def headed(self) -> bool:
        """Whether something is written above it."""
        return self.name != f"Column {self.letters}"


@dataclass(frozen=True, kw_only=True)
class MatchFault:
    """Why a sheet cannot be read so, and the columns that are to blame; none where one is missing."""

    reason: str
    columns: tuple[SheetColumn, ...] = ()


class ColumnsRefused(Refused):
    """Columns cannot be taken for what was chosen; `faults` says which and why."""

    def __init__(self, faults: Sequence[MatchFault]) -> None:
        super().__init__(" ".join(fault.reason for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Matching:
    """What all columns of a sheet were taken for, in the sheet's order."""

    columns: tuple[SheetColumn, ...]

    @classmethod
    def kept(cls, columns: Iterable[Mapping[str, Any]]) -> Self:
        """Return the matching that was kept as plain texts."""
        return cls(
            tuple(
                SheetColumn(
                    letters=each["letters"],
                    name=each["name"],
                    field=Column(each["field"]) if each["field"] else None,
                    formulas=tuple(each["formulas"]),
                )
                for each in columns
            )
        )

    def to_keep(self) -> list[dict[str, Any]]:
        """Return the matching as plain texts."""
        return [
            {
                "letters": each.letters,
                "name": each.name,
                "field": each.field.value if each.field else None,
                "formulas": list(each.formulas),
            }
            for each in self.columns
        ]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, by which the same sheet is known again."""
        return tuple(each.name for each in self.columns)

    @property
    def places(self) -> dict[Column, SheetColumn]:
        """Where each field is read from; of two columns for the same one it is the first."""
        return {each.field: each for each in reversed(self.columns) if each.field}

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings of the columns that are left out."""
        return tuple(each.name for each in self.columns if each.field is None and each.headed)

    def wrong(self) -> list[MatchFault]:
        """Return where two columns were taken for one field, and where one is read that formulas fill."""
        found = []
        for field in Column:
            same = tuple(each for each in self.columns if each.field is field)
            if len(same) > 1:
                letters = " and ".join(each.letters for each in same)
                reason = f"Columns {letters} are both taken for “{TITLES[field]}”. Choose one of them."
                found.append(MatchFault(reason=reason, columns=same))
        for each in self.columns:
            if each.field and each.formulas:
                reason = (
                    f"Formulas fill {', '.join(each.formulas)}. Copy these cells, paste them back as values, "
                    "and upload the sheet again, or leave the column out."
                )
                found.append(MatchFault(reason=reason, columns=(each,)))
        return found

    def missing(self) -> list[MatchFault]:
        """Return what a sheet needs and no column was taken for."""
        return [
            MatchFault(reason=f"No column was taken for “{TITLES[field]}”. Choose the one that holds it.")
            for field in NEEDED
            if field not in self.places
        ]

    def faults(self) -> list[MatchFault]:
        """Return everything that stands against reading the sheet so."""
        return [*self.missing(), *self.wrong()]

    def chosen(self, choices: Mapping[str, Column | None]) -> "Matching":
        """Return the matching with what a person chose; a field that they gave away is no one else's.

        Raises:
            ColumnsRefused: there is no such column, or two would be read for one field, or formulas.
        """
        strange = [name for name in choices if name not in self.names]
        if strange:
            reason = f"The sheet has no column “{strange[0]}”."
            raise ColumnsRefused(
                [MatchFault(reason=reason, columns=(SheetColumn(letters="", name=strange[0]),))]
            )
        given = {field for field in choices.values() if field}
        columns = tuple(
            replace(each, field=choices[each.name] if each.name in choices else _unless(each.field, given))
            for each in self.columns
        )
        matching = Matching(columns)
        wrong = [fault for fault in matching.wrong() if any(each.name in choices for each in fault.columns)]
        if wrong:
            raise ColumnsRefused(wrong)
        return matching

    def arranged(self, texts: Texts) -> tuple[dict[Column, str], dict[str, str]]:
        """Part the texts of a line, by the names of their columns, into fields and all the others."""
        of_name = {column.name: field for field, column in self.places.items()}
        cells = {of_name[name]: text for name, text in texts.items() if name in of_name}
        return cells, {name: text for name, text in texts.items() if name not in of_name}

    def spread(self, cells: Fields, others: Texts) -> dict[str, str]:
        """Return the texts of a line by the names of their columns; a field without one stays away."""
        names = {field.value: column.name for field, column in self.places.items()}
        return {names[field]: text for field, text in cells.items() if field in names} | dict(others)

    def homeless(self, cells: Fields) -> dict[str, str]:
        """Return what a person typed for fields that no column of the sheet holds."""
        return {field: text for field, text in cells.items() if Column(field) not in self.places}


def _unless(field: Column | None, given: set[Column]) -> Column | None:
    return None if field in given else field
