"""How a sheet calls the workshops and the assets that a plan's commitments came from and build on."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from uuid import UUID

from services.plans.domain.cells import checked_text
from services.plans.domain.workshops import METHODS
from shared.contracts.names import name_key


def workshop_words(held_on: date, method: str, place: str) -> str:
    """Return the workshop as a cell has it."""
    return f"{held_on.isoformat()}, {METHODS[method].name}, {' '.join(place.split())}"


@dataclass(frozen=True)
class Called:
    """What may be named in a column, each by words of its own."""

    words: Mapping[UUID, str] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[tuple[UUID, str]]) -> Self:
        """Return them with a number behind the second and later ones of the same words."""
        taken: dict[str, UUID] = {}
        words = {}
        for each, said in found:
            number, told = 1, said
            while name_key(told) in taken:
                number += 1
                told = f"{said} ({number})"
            taken[name_key(told)], words[each] = each, told
        return cls(words)

    def find(self, said: str) -> UUID | None:
        """Return which one goes by the words, whatever their case and spacing."""
        return next((each for each, told in self.words.items() if name_key(told) == name_key(said)), None)

    def like(self, said: str) -> str | None:
        """Return the words that come nearest, if any come near; of a single one they are always its own."""
        known = {name_key(told): told for told in self.words.values()}
        near = difflib.get_close_matches(name_key(said), known, n=1)
        return known[near[0]] if near else next(iter(known.values())) if len(known) == 1 else None


@dataclass(frozen=True, kw_only=True)
class Traces:
    """The workshops that led to a plan, and the assets that they found."""

    workshops: Called
    assets: Called


def cell_of_assets(words: Iterable[str]) -> str:
    """Return the assets as the cell of a sheet: each on a line of its own."""
    return "\n".join(words)


def read_lines(text: str, longest: int) -> tuple[str, ...]:
    """Return the lines of a cell, each once."""
    return tuple(dict.fromkeys(line for each in text.splitlines() if (line := checked_text(each, longest))))
