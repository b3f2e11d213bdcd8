"""What a text is found by: its words, without case and accents. Index and question are folded here alone."""

import unicodedata

LONGEST_WORD = 100
"""How many characters of a word count; no database takes words of any length."""


def words_of(*texts: str | None) -> list[str]:
    """Return the folded words of the texts in their order; a beginning of a word folds to a beginning of it.

    Only letters, digits and what is written onto them without being an accent are left. So nothing is left
    that any query language could take for more than text.
    """
    folded = _fold(" ".join(text for text in texts if text))
    plain = "".join(each if _is_of_a_word(each) else " " for each in folded)
    return [word[:LONGEST_WORD] for word in plain.split()]


def _fold(text: str) -> str:
    # Folding case can make letters with accents, and taking letters apart can make capitals.
    taken_apart = unicodedata.normalize("NFKD", text).casefold()
    letters = unicodedata.normalize("NFKD", taken_apart)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")
