"""What one cell may hold, and what to say when it holds something else."""

import re
import unicodedata

from shared.contracts.addresses import address_key, is_address
from shared.contracts.names import is_legible

_UNPRINTABLE = frozenset({"Cc", "Cs"})
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def is_writable(text: str) -> bool:
    """Return whether databases can keep the text: it holds neither the character zero nor half a letter."""
    return _UNWRITABLE.search(text) is None


class CellRefused(Exception):
    """The cell does not hold what its column is for.

    Attributes:
        reason: what is wrong.
        remedy: what to type instead.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def checked_text(text: str, longest: int) -> str:
    """Return the text with its spaces folded; refuse it when it is too long or cannot be shown."""
    folded = " ".join(text.split())
    if any(unicodedata.category(letter) in _UNPRINTABLE for letter in folded):
        raise _unseen()
    _check_length(folded, longest)
    return folded


def checked_lines(text: str, longest: int) -> str:
    """Return the text, checked and folded likewise, with its lines and its paragraphs as they are."""
    folded = "\n".join(checked_text(line, longest) for line in text.strip().splitlines())
    _check_length(folded, longest)
    return folded


def checked_name(text: str, longest: int) -> str:
    """Return the name with its spaces folded; refuse what partners would not take for a name either."""
    name = checked_text(text, longest)
    if not is_legible(name):
        raise _unseen()
    return name


def checked_address(text: str) -> str:
    """Return one plain e-mail address; refuse two, a name with an address, or something else."""
    address = text.strip()
    if address.count("@") > 1:
        raise CellRefused("There is more than one address.", "Give one person who answers for this.")
    if not is_address(address_key(address)):
        raise CellRefused(
            "This is not an e-mail address.", "Type it like name@example.org, with nothing around it."
        )
    return address


def names_in(text: str, longest: int) -> tuple[str, ...]:
    """Return the names in a list, parted by semicolons or lines or else by commas, each once."""
    separator = r"[;\n\r]" if re.search(r"[;\n\r]", text.strip()) else ","
    names = (checked_name(part, longest) for part in re.split(separator, text))
    return tuple({name.casefold(): name for name in reversed([*names]) if name}.values())[::-1]


def _check_length(text: str, longest: int) -> None:
    if len(text) > longest:
        raise CellRefused(
            f"This is {len(text):,} characters long.", f"Use {longest:,} or fewer; keep details elsewhere."
        )


def _unseen() -> CellRefused:
    return CellRefused("This holds a character that cannot be shown.", "Type it again by hand.")
