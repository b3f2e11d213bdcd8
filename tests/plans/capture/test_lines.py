"""What a typed line is understood to say: nothing of it is ever left out."""

from collections import Counter
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.cells import CellRefused
from services.plans.domain.lines import Line, read_line, read_step

TODAY = date(2026, 3, 2)
MARCH = date(2027, 3, 31)

WORDS = st.one_of(
    st.sampled_from(["by 31 March 2027", "by 1/6/2028.", "@ Oak Trust", "by 1 June", "@Elm by 1 May 2029"]),
    st.sampled_from(
        ["@", "by", "By", "@Oak", "Oak", "31", "March", "2027", "31/3/2027", "June", "of", "1st"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Z"]), min_size=1),
)
LINES = st.lists(WORDS, max_size=12).map("  ".join)


def words(*texts: str | None) -> Counter[str]:
    """Count the words without the marks between the parts."""
    found = (word.lstrip("@") for text in texts for word in (text or "").split())
    return Counter(word for word in found if word and word.casefold() != "by")


@given(LINES)
def test_every_word_that_is_typed_is_in_one_of_the_parts(typed: str) -> None:
    try:
        line = read_line(typed, TODAY)
    except CellRefused:
        return
    assert words(line.text, line.organisation, line.day_typed) == words(typed)
    assert (line.day is None) == (line.day_typed is None)


@given(st.text())
def test_whatever_is_typed_is_understood_or_refused_with_what_to_type_instead(typed: str) -> None:
    for read in (read_line, read_step):
        with suppress(CellRefused):
            assert read(typed, TODAY).text


@pytest.mark.parametrize(
    ("typed", "text", "organisation", "day"),
    [
        ("Open the north gate", "Open the north gate", None, None),
        (
            "Open the gate @ Friends of the Park by 31 March 2027",
            "Open the gate",
            "Friends of the Park",
            MARCH,
        ),
        ("Open the gate by 31/3/2027 @Oak Trust", "Open the gate", "Oak Trust", MARCH),
        ("Open the gate by 31 March 2027.", "Open the gate", None, MARCH),
        ("Agree by consensus BY 31 March @ Oak", "Agree by consensus", "Oak", date(2026, 3, 31)),
        ("Dig by 1 March", "Dig", None, date(2027, 3, 1)),
        ("Dig the beds by hand", "Dig the beds by hand", None, None),
        ("Get help by 5 schools @ Oak", "Get help by 5 schools", "Oak", None),
        ("Write to sam@example.org", "Write to sam@example.org", None, None),
        ("Meet @ noon @ Oak Trust", "Meet @ noon", "Oak Trust", None),
    ],
)
def test_owner_and_day_are_found_where_they_are_marked(
    typed: str, text: str, organisation: str | None, day: date | None
) -> None:
    line = read_line(typed, TODAY)

    assert (line.text, line.organisation, line.day) == (text, organisation, day)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "does not say what"),
        ("@ Oak Trust", "does not say what"),
        ("by 31 March 2027", "does not say what"),
        ("Dig @", "nothing after the @"),
        ("Dig @ by 31 March 2027", "no name after the @"),
        ("Dig by 31 February 2027", "February 2027 has 28 days"),
        ("Dig by March 2027", "does not say which day"),
        ("Dig\x07", "cannot be shown"),
        ("x" * 2001, "2,001 characters"),
    ],
)
def test_a_line_that_would_be_kept_wrongly_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(CellRefused, match=reason):
        read_line(typed, TODAY)


def test_the_line_of_a_milestone_names_no_owner() -> None:
    assert read_step("Gates open @ dawn by 31 March 2027", TODAY) == Line(
        text="Gates open @ dawn", day=MARCH, day_typed="31 March 2027"
    )
    with pytest.raises(CellRefused, match="501 characters"):
        read_step("x" * 501, TODAY)
