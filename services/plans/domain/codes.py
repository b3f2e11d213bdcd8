"""Short codes by which people name a commitment on paper, with a character that gives typing errors away.

A code is 30 bits of its commitment's id in Crockford's base 32, then a check character: the sum of the
others, each multiplied by a weight of its own, in the field of 32 elements. So one wrong character, and any
two that changed places, are always found.
"""

from hashlib import sha256
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
"""How many characters stand before the check character."""

_BITS, _FIELD = 5, 0b100101  # x^5 + x^2 + 1, which has no factors.
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def code_of(commitment_id: UUID) -> str:
    """Return the commitment's code as it is printed, such as 7KQM-2XP."""
    number = int.from_bytes(sha256(commitment_id.bytes).digest()[:4]) >> 2
    values = [number >> (_BITS * place) & 31 for place in reversed(range(LENGTH))]
    code = "".join(ALPHABET[value] for value in [*values, _check(values)])
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str | None:
    """Return the code as it is printed; None for what cannot be one, since it was mistyped.

    Small letters, hyphens and spaces do not matter, nor O for 0 and I or L for 1.
    """
    plain = typed.upper().translate(_ALIKE)
    if len(plain) != LENGTH + 1 or not set(plain) <= set(ALPHABET):
        return None
    *values, check = (ALPHABET.index(character) for character in plain)
    return f"{plain[:4]}-{plain[4:]}" if check == _check(values) else None


def _check(values: list[int]) -> int:
    total = 0
    for weight, value in enumerate(values, start=2):
        total ^= _times(weight, value)
    return total


def _times(one: int, other: int) -> int:
    """Multiply in the field; addition there is XOR."""
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one <<= 1
        one ^= _FIELD if one & 32 else 0
        other >>= 1
    return product
