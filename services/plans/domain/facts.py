"""What may be noted of a commitment besides who keeps it and by when: its priority and its Co."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from services.plans.domain.cells import CellRefused, checked_text


class Priority(StrEnum):
    """How much it matters that this one is kept first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class FourCo(StrEnum):
    """Which of the Four Co's it is: what citizens and organisations do together in it."""

    COMMISSIONING = "co_commissioning"
    DESIGN = "co_design"
    DELIVERY = "co_delivery"
    ASSESSMENT = "co_assessment"


PRIORITY_WORDS: Mapping[Priority, str] = {
    Priority.HIGH: "High",
    Priority.MEDIUM: "Medium",
    Priority.LOW: "Low",
}

FOUR_CO_WORDS: Mapping[FourCo, str] = {
    FourCo.COMMISSIONING: "Co-commissioning",
    FourCo.DESIGN: "Co-design",
    FourCo.DELIVERY: "Co-delivery",
    FourCo.ASSESSMENT: "Co-assessment",
}

FOUR_CO_MEANS: Mapping[FourCo, str] = {
    FourCo.COMMISSIONING: "deciding together what is wanted",
    FourCo.DESIGN: "planning together how to get there",
    FourCo.DELIVERY: "doing it together",
    FourCo.ASSESSMENT: "judging together what came of it",
}
"""What the words of the Four Co's say to somebody who hears them for the first time."""


def read_priority(text: str, longest: int) -> Priority | None:
    """Return the priority that the cell names, if it names one."""
    return _read(text, longest, PRIORITY_WORDS, "a priority")


def read_four_co(text: str, longest: int) -> FourCo | None:
    """Return the one of the Four Co's that the cell names, if it names one."""
    return _read(text, longest, FOUR_CO_WORDS, "one of the Four Co's")


_Known = TypeVar("_Known", bound=StrEnum)


def _read(text: str, longest: int, words: Mapping[_Known, str], kind: str) -> _Known | None:
    said = _folded(checked_text(text, longest))
    if not said:
        return None
    found = next((each for each, word in words.items() if _folded(word) == said), None)
    if found is None:
        *others, last = words.values()
        raise CellRefused(f"This is not {kind}.", f"Write {', '.join(others)} or {last}.")
    return found


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
