"""Names of organisations and people: what every service takes for one, and by what it finds it."""

import unicodedata

LONGEST_NAME = 200

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control, formatting (direction overrides, zero width), surrogate and unassigned characters."""


def is_legible(name: str) -> bool:
    """Return whether people can see every character of the name."""
    return all(unicodedata.category(character) not in _UNSEEN for character in name)


def name_key(name: str) -> str:
    """Return what two spellings of one name have in common: neither case nor spacing matters."""
    return " ".join(name.casefold().split())
