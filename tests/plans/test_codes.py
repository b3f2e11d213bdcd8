"""Codes on paper: the same each time, forgiving of how they are written, and telling typing errors."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.codes import ALPHABET, code_of, read_code

ids = st.uuids()
places = st.integers(0, 6)


def plain(commitment_id: UUID) -> str:
    return code_of(commitment_id).replace("-", "")


@given(ids)
def test_a_code_is_read_as_it_was_printed(commitment_id: UUID) -> None:
    code = code_of(commitment_id)

    assert read_code(code) == code
    assert len(code) == 8


@given(ids)
def test_small_letters_spaces_and_letters_that_look_like_digits_do_not_matter(commitment_id: UUID) -> None:
    code = code_of(commitment_id)
    written = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert read_code(f" {written} ") == code


@given(ids, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(commitment_id: UUID, place: int, other: str) -> None:
    code = plain(commitment_id)
    mistyped = code[:place] + other + code[place + 1 :]

    assert (read_code(mistyped) is None) == (other != code[place])


@given(ids, places, places)
def test_two_characters_that_changed_places_are_always_found(
    commitment_id: UUID, one: int, other: int
) -> None:
    swapped = list(code := plain(commitment_id))
    swapped[one], swapped[other] = swapped[other], swapped[one]

    assert (read_code("".join(swapped)) is None) == ("".join(swapped) != code)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_read_or_refused_without_a_fault(typed: str) -> None:
    code = read_code(typed)

    assert code is None or read_code(code) == code
