"""The rows in which a coordinator types what people said against the codes of a walk sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.plans.domain.spoken import SPOKEN_WORDS, Spoken
from services.plans.web.forms.update import NOTE
from shared.http.fields import fault_of_text

ROWS = 10
"""How many rows the page has at a time."""

MISTYPED = "This is not a code: one character at least is wrong"
NO_ANSWER = "Choose what they said"
NO_NOTE = "Add a note: what was done, or why not"


@dataclass
class WalkRow:
    """A row as it was typed, and what is wrong with it, by its fields."""

    number: int
    code: str = ""
    said: str = ""
    note: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Nothing was typed into it."""
        return not (self.code or self.said or self.note)

    @property
    def spoken(self) -> Spoken | None:
        """What was said, if one of the answers was chosen."""
        return Spoken(self.said) if self.said in set(Spoken) else None

    def id_of(self, name: str) -> str:
        """Return the id, which is also the name, of one of its fields."""
        return f"{name}-{self.number}"


def rows_typed(form: Mapping[str, str]) -> list[WalkRow]:
    """Return all rows of the page as typed, with what is wrong in them before anything is looked up."""
    rows = [_typed(form, number) for number in range(1, ROWS + 1)]
    for row in rows:
        if not row.empty:
            row.errors = _faults(row)
    return rows


def _typed(form: Mapping[str, str], number: int) -> WalkRow:
    code, said, note = (form.get(f"{name}-{number}", "").strip() for name in ("code", "said", "note"))
    return WalkRow(number, code, said, note)


def said_choices(row: WalkRow) -> list[dict[str, object]]:
    """Return the answers as the select component wants them."""
    choices = [("", "Choose"), *((spoken.value, words) for spoken, words in SPOKEN_WORDS.items())]
    return [{"value": value, "text": words, "selected": value == row.said} for value, words in choices]


def _faults(row: WalkRow) -> dict[str, str]:
    faults = {} if row.spoken else {"said": NO_ANSWER}
    fault = fault_of_text(row.note, lines=False)
    if len(row.note) > NOTE:
        faults["note"] = f"Use {NOTE} characters or fewer"
    elif fault:
        faults["note"] = fault.rstrip(".")
    return faults
