"""Whether two names are those of one organisation: surely, probably, or not at all.

Surely the same are names that differ in case, punctuation, accents, "the", "&" or the form of the company.
Probably the same are names that are spelled almost alike; whether they are, only a person can say.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from shared.contracts.names import name_key

_ALIKE = 88
"""How much of a hundred two names must have in common before a person is asked."""
_SAYS_NOTHING = frozenset({"the", "ltd", "limited", "cic", "cio", "plc", "llp"})
_COMPANY = re.compile(r"\bcommunity interest company\b")
_AND = re.compile(r"\s*[&+]\s*")
_JOINED = re.compile(r"(?<=\w)['\u2019.](?=\w|\s|$)")
_WORD = re.compile(r"\w+")


def sure_key(name: str) -> str:
    """Return what two names have in common that are surely those of one organisation."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = _WORD.findall(_COMPANY.sub(" ", _JOINED.sub("", _AND.sub(" and ", plain))))
    return " ".join(word for word in words if word not in _SAYS_NOTHING) or name_key(name)


class Names:
    """The names of a community's organisations, to which a sheet may add.

    Attributes:
        doubts: for each name that may be a known one, the known one.
    """

    def __init__(self, known: Iterable[str], called: Mapping[str, str]) -> None:
        self.doubts: dict[str, str] = {}
        self._called = called
        self._exact: dict[str, str] = {}
        self._sure: dict[str, list[str]] = {}
        for name in known:
            self._add(name)

    def settled(self, name: str) -> str | None:
        """Return the name as the organisation goes by; None where a person has to say which one is meant.

        A name that is like no other is a new one, and known from then on.
        """
        name = self._called.get(name_key(name), name)
        if name_key(name) in self._exact:
            return self._exact[name_key(name)]
        same = self._sure.get(sure_key(name), [])
        if len(same) == 1:
            return same[0]
        like = same[0] if same else self._like(name)
        if like and name_key(name) not in self._called:
            self.doubts[name] = like
            return None
        self._add(name)
        return name

    def knows(self, name: str) -> bool:
        """Return whether an organisation goes by exactly this name."""
        return name_key(name) in self._exact

    def _add(self, name: str) -> None:
        if self._exact.setdefault(name_key(name), name) == name:
            self._sure.setdefault(sure_key(name), []).append(name)

    def _like(self, name: str) -> str | None:
        key = sure_key(name)
        marks = _marks(key)
        others = {other: other for other in self._sure if _marks(other) == marks}
        found = process.extractOne(key, others, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return self._sure[found[0]][0] if found else None


def _marks(key: str) -> list[str]:
    """Return the words that tell likely names apart: numbers, and letters that stand alone."""
    return [word for word in key.split() if len(word) == 1 or not word.isalpha()]
