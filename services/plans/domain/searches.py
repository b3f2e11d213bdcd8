"""What a text is found by: its words, without case and accents. Index and question are folded here alone."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

LONGEST_WORD = 100
"""How many characters of a word count; no database takes words of any length."""


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether it is one of the words that were looked for."""

    text: str
    found: bool


def words_of(*texts: str | None) -> list[str]:
    """Return the folded words of the texts in their order; a beginning of a word folds to a beginning of it.

    Only letters, digits and what is written onto them without being an accent are left. So nothing is left
    that any query language could take for more than text.
    """
    folded = _fold(" ".join(text for text in texts if text))
    plain = "".join(each if _is_of_a_word(each) else " " for each in folded)
    return [word[:LONGEST_WORD] for word in plain.split()]


def pieces_of(text: str, asked: Sequence[str]) -> list[Piece]:
    """Cut the text so that each word which begins with one of the folded words asked for stands alone."""
    whole = ("".join(letters) for _, letters in groupby(text, _belongs_to_a_word))
    pieces = (Piece(part, _begins_with_any(part, asked)) for part in whole)
    joined = groupby(pieces, lambda piece: piece.found)
    return [Piece("".join(each.text for each in run), found) for found, run in joined]


def _begins_with_any(part: str, asked: Sequence[str]) -> bool:
    return any(word.startswith(tuple(asked)) for word in words_of(part))


def _belongs_to_a_word(letter: str) -> bool:
    """Tell the letters and the accents, even one that stands alone, from what lies between words."""
    return bool(unicodedata.combining(letter) or words_of(letter))


def _fold(text: str) -> str:
    # Folding case can make letters with accents, and taking letters apart can make capitals.
    taken_apart = unicodedata.normalize("NFKD", text).casefold()
    letters = unicodedata.normalize("NFKD", taken_apart)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")
