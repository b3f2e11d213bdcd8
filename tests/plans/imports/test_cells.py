"""What a single cell may hold."""

import pytest

from services.partners.domain.names import clean_name
from services.partners.domain.refusals import Refused
from services.plans.domain.cells import (
    CellRefused,
    checked_address,
    checked_lines,
    checked_name,
    checked_text,
    names_in,
)


@pytest.mark.parametrize(
    "address", ["sam@example.org", "Sam.O'Field+walks@parks.example.org", "a@b-c.example"]
)
def test_a_plain_address_is_kept_as_typed(address: str) -> None:
    assert checked_address(f" {address} ") == address


@pytest.mark.parametrize(
    "typed",
    [
        "sam", "sam@", "@example.org", "sam@example", "sam @example.org", "sam@example.org, ali@example.org",
        "Sam Field <sam@example.org>", '"<evil@example.org>"@example.org', "sam@example..org",
        ".sam@example.org",
        "sam.@example.org", "sam@example.org.", "sam@-example.org", "sam@exämple.org",
        "sam(walks)@example.org", "s\u0131m@example.org",
        "sam@example.org\r\nBcc: ali@example.org", "mailto:sam@example.org", f"{'s' * 65}@example.org",
        f"sam@{'example.' * 40}org",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(typed: str) -> None:
    with pytest.raises(CellRefused):
        checked_address(typed)


def test_two_addresses_are_told_from_a_mistyped_one() -> None:
    with pytest.raises(CellRefused) as refused:
        checked_address("sam@example.org; ali@example.org")

    assert refused.value.reason == "There is more than one address."


@pytest.mark.parametrize("name", ["Leafy \u200b Walkers", "Park\u202egnikrap", "Soft\u00adware Trust"])
def test_a_name_is_refused_here_too_when_partners_would_refuse_it(name: str) -> None:
    with pytest.raises(Refused):
        clean_name(name)

    with pytest.raises(CellRefused):
        checked_name(name, 200)
    with pytest.raises(CellRefused):
        names_in(f"City Parks; {name}", 200)


def test_text_loses_only_its_stray_spaces() -> None:
    assert checked_text("  Plant\r\n ten\t trees ", 40) == "Plant ten trees"


def test_text_of_several_lines_keeps_its_lines_and_paragraphs() -> None:
    assert (
        checked_lines("  Plant\r\n ten\t trees \n\nand water  them\n", 60)
        == "Plant\nten trees\n\nand water them"
    )


@pytest.mark.parametrize("typed", ["two\n lines", "two\n\n\n\nlines", "a bell\x07\nrings"])
def test_text_of_several_lines_is_refused_as_one_line_is(typed: str) -> None:
    with pytest.raises(CellRefused):
        checked_lines(typed, 8)


@pytest.mark.parametrize("typed", ["bell\x07", "null\0", "half\ud83d"])
def test_what_cannot_be_shown_is_refused(typed: str) -> None:
    with pytest.raises(CellRefused):
        checked_text(typed, 40)


def test_text_beyond_its_length_is_refused_with_both_lengths() -> None:
    with pytest.raises(CellRefused) as refused:
        checked_text("x" * 2001, 2000)

    assert "2,001" in refused.value.reason
    assert "2,000" in refused.value.remedy


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Tree group, Council parks", ("Tree group", "Council parks")),
        ("Tree group; Parks, paths and play", ("Tree group", "Parks, paths and play")),
        ("Tree group\nCouncil parks\n", ("Tree group", "Council parks")),
        ("Tree group, tree  group, , Council parks", ("Tree group", "Council parks")),
        (" , ", ()),
    ],
)
def test_a_list_of_names_is_parted_once_each(typed: str, names: tuple[str, ...]) -> None:
    assert names_in(typed, 200) == names
