"""The supporters of a commitment: organisations that help whoever owns it, and the part of each."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from services.plans.domain.cells import checked_text

MOST_SUPPORTERS = 50
LONGEST_PART = 300

Parts = Mapping[UUID, str]
"""What each supporter contributes, by its id; one of whom nothing is said is not in it."""


class SupportAction(StrEnum):
    """What can be done to a supporter, as the history names it."""

    SUPPORT = "support"
    END = "end_support"


SUPPORT_DEEDS: Mapping[str, str] = {
    SupportAction.SUPPORT: "noted who helps",
    SupportAction.END: "noted that somebody helps no more",
}
"""What the history says was done."""


def parts_of(parts: Parts, supporting: Collection[UUID]) -> dict[UUID, str]:
    """Return the parts of those who are still supporters."""
    return {each: part for each, part in parts.items() if each in supporting}


def told_support(name: str, part: str | None) -> str:
    """Return the supporter as the history and the cell of a sheet tell it."""
    return f"{name}: {part}" if part else name


def cell_of_parts(parts: Iterable[tuple[str, str]]) -> str:
    """Return the parts as the cell of a sheet: each supporter that has one on a line of its own."""
    return "\n".join(told_support(name, part) for name, part in parts)


def read_parts(text: str, longest: int) -> tuple[str, ...]:
    """Return the lines of the cell; whose part each tells, the names in its row say."""
    return tuple(line for each in text.splitlines() if (line := checked_text(each, longest)))


def parts_among(lines: Iterable[str], supporting: Collection[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the parts by the supporters' names, and the lines that begin with none of these."""
    parts: dict[str, str] = {}
    strange = []
    known = {name.casefold(): name for name in supporting} | {name: name for name in supporting}
    for line in lines:
        name, part = _begun(line, known)
        if name and part:
            parts[name] = part
        else:
            strange.append(line)
    return parts, tuple(strange)


def _begun(line: str, known: Mapping[str, str]) -> tuple[str | None, str]:
    """Return whose name stands before a colon, the longest that fits, and what stands behind it."""
    for colon in reversed([index for index, letter in enumerate(line) if letter == ":"]):
        head = line[:colon].strip()
        if name := known.get(head) or known.get(head.casefold()):
            return name, line[colon + 1 :].strip()
    return None, ""
