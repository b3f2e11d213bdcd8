"""How the columns of a sheet read on its page: what each was taken for, and what it may be."""

from dataclasses import dataclass

from services.plans.domain.columns import TITLES
from services.plans.domain.matching import ColumnsRefused, MatchFault
from services.plans.use_cases.matching import Choices
from services.plans.use_cases.previews import Preview
from services.plans.use_cases.samples import samples_of

LEFT_OUT = "Leave out"
PREFIX = "column-"
"""How the fields of the form begin; the column's letters follow."""


@dataclass(frozen=True, kw_only=True)
class ColumnChoice:
    """One column with what it may be; `error` says why it cannot be what was chosen."""

    id: str
    letters: str
    name: str
    samples: tuple[str, ...]
    error: str
    items: list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class ColumnsPart:
    """All columns, and what is wrong with the whole of them."""

    choices: list[ColumnChoice]
    errors: list[dict[str, str]]


def columns_part(
    preview: Preview, chosen: Choices | None = None, refusal: ColumnsRefused | None = None
) -> ColumnsPart | None:
    """Return what the page shows of the columns, with what was chosen; None where it is too late for that."""
    if preview.of.columns is None or preview.of.applied_at:
        return None
    matching = preview.of.matching
    faults = list(refusal.faults if refusal else matching.faults())
    samples = samples_of(preview)
    choices = [
        ColumnChoice(
            id=f"{PREFIX}{each.letters}",
            letters=each.letters,
            name=each.name,
            samples=samples[each.name],
            error=" ".join(fault.reason for fault in faults if each.letters in _letters(fault)),
            items=_items((chosen or {}).get(each.name, each.field)),
        )
        for each in matching.columns
    ]
    return ColumnsPart(choices=choices, errors=[_error(fault, choices[0].id) for fault in faults])


def _letters(fault: MatchFault) -> list[str]:
    return [each.letters for each in fault.columns]


def _items(field: str | None) -> list[dict[str, object]]:
    titles = {"": LEFT_OUT} | {each.value: title for each, title in TITLES.items()}
    return [
        {"value": value, "text": text, "selected": value == (field or "")} for value, text in titles.items()
    ]


def _error(fault: MatchFault, first: str) -> dict[str, str]:
    """Return a line of the summary; what is missing leads to the first column."""
    place = f"{PREFIX}{fault.columns[0].letters}" if fault.columns else first
    return {"text": fault.reason, "href": f"#{place}"}
