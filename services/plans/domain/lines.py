"""Lines as facilitators type them in the room: what will be done, and if they like who does it and by when.

`Open the north gate @ Friends of the Park by 31 March 2027` names all three. Nothing that is typed is ever
left out: what is neither an owner nor a day belongs to the text.
"""

import re
from dataclasses import dataclass
from datetime import date

from services.plans.domain.cells import CellRefused
from services.plans.domain.columns import Column
from services.plans.domain.days import names_a_day, parse_day
from services.plans.domain.drafts import read_cell

_OWNED = re.compile(r"(?P<text>.*?)(?:^| )@(?P<owner>(?:(?! @).)*)")
_DATED = re.compile(r"(?P<rest>.*?)(?:^| )by (?P<day>(?:(?! by ).)+)", re.IGNORECASE)
_WITHOUT_YEAR = re.compile(
    r"[0-9]{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,9}|[a-z]{3,9} [0-9]{1,2}(?:st|nd|rd|th)?", re.IGNORECASE
)
_AFTER_A_DAY = ".,;! "


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a line says. `day_typed` is how its day was written."""

    text: str
    organisation: str | None = None
    day: date | None = None
    day_typed: str | None = None


def read_line(typed: str, today: date) -> Line:
    """Return what the line of a commitment says; refuse one that cannot be kept as it was typed."""
    folded = " ".join(typed.split())
    owned = _OWNED.fullmatch(folded)
    if owned is None:
        return _line(folded, None, today)
    owner = owned["owner"].strip()
    if not owner:
        raise CellRefused("There is nothing after the @.", "Write which organisation promised it.")
    name, day_typed = _without_day(owner, today)
    if day_typed is None:
        return _line(owned["text"], owner, today)
    if not name:
        raise CellRefused("There is no name after the @.", "Write which organisation promised it.")
    return _checked(owned["text"], name, day_typed, today)


def read_step(typed: str, today: date) -> Line:
    """Return what the line of a milestone says: what must be true and, if it ends in one, by which day."""
    line = _line(" ".join(typed.split()), None, today)
    read_cell(Column.MILESTONE, line.text)
    return line


def _line(text: str, owner: str | None, today: date) -> Line:
    rest, day_typed = _without_day(text, today)
    return _checked(rest, owner, day_typed, today)


def _checked(text: str, owner: str | None, day_typed: str | None, today: date) -> Line:
    if not text:
        raise CellRefused("This does not say what.", "Write that first, before an @ and before the day.")
    return Line(
        text=read_cell(Column.COMMITMENT, text),
        organisation=read_cell(Column.ORGANISATION, owner) if owner else None,
        day=_read(day_typed, today) if day_typed else None,
        day_typed=day_typed,
    )


def _without_day(text: str, today: date) -> tuple[str, str | None]:
    """Part the text from the day at its end; "by hand" is none, "by 31 February" is one to be told about."""
    dated = _DATED.fullmatch(text)
    if dated is None or not names_a_day(_with_year(dated["day"], today.year)):
        return text, None
    return dated["rest"], dated["day"]


def _with_year(typed: str, year: int) -> str:
    bare = typed.rstrip(_AFTER_A_DAY)
    return f"{bare} {year}" if _WITHOUT_YEAR.fullmatch(bare) else bare


def _read(typed: str, today: date) -> date:
    """Return the day; one without a year is the next that comes."""
    day = parse_day(_with_year(typed, today.year))
    if day < today and _WITHOUT_YEAR.fullmatch(typed.rstrip(_AFTER_A_DAY)):
        return parse_day(_with_year(typed, today.year + 1))
    return day
