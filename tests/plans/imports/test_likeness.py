"""Which names are surely or probably those of one organisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.likeness import Names, sure_key
from shared.contracts.names import name_key

KNOWN = "The Friends of St. Ann's Park & Garden CIC"


@pytest.mark.parametrize(
    "typed",
    [
        "friends of st anns park and garden",
        "Friends of St Ann\u2019s Park & Garden",
        "FRIENDS OF ST. ANN'S PARK + GARDEN",
        "The Friends of St Ann's Park and Garden C.I.C.",
        "Friends of St. Ann's Park & Garden Community Interest Company",
        "Friends-of-St-Anns Park & Garden Ltd.",
    ],
)
def test_names_that_differ_in_small_things_are_surely_the_same(typed: str) -> None:
    names = Names([KNOWN], {})

    assert (names.settled(typed), names.doubts) == (KNOWN, {})


@pytest.mark.parametrize("typed", ["Riverside Walker", "Riversde Walkers"])
def test_names_that_are_almost_alike_are_asked_about(typed: str) -> None:
    names = Names(["Riverside Walkers"], {})

    assert names.settled(typed) is None
    assert names.doubts == {typed: "Riverside Walkers"}


@pytest.mark.parametrize(
    ("known", "typed"),
    [("Ward 3 Residents", "Ward 4 Residents"), ("Residents Block A", "Residents Block B"), ("NHS", "NCT")],
)
def test_names_that_numbers_or_letters_tell_apart_are_two(known: str, typed: str) -> None:
    names = Names([known], {})

    assert (names.settled(typed), names.doubts) == (typed, {})


def test_a_new_name_is_known_from_its_first_line_on() -> None:
    names = Names([], {})

    assert [names.settled(name) for name in ("Tree Group", "the tree group ltd", "Tree Grup")] == [
        "Tree Group", "Tree Group", None,
    ]  # fmt: skip


def test_what_a_person_said_holds() -> None:
    said = {name_key("Tree Grup"): "Tree Group", name_key("Tree Groups"): "Tree Groups"}
    names = Names(["Tree Group"], said)

    assert [names.settled(name) for name in ("tree grup", "Tree Groups", "TREE GROUPS")] == [
        "Tree Group", "Tree Groups", "Tree Groups",
    ]  # fmt: skip
    assert names.doubts == {}


def test_two_known_ones_that_look_the_same_are_asked_about_unless_named_exactly() -> None:
    names = Names(["Oak Trust", "Oak Trust Ltd"], {})

    assert names.settled("oak trust LTD") == "Oak Trust Ltd"
    assert names.settled("The Oak Trust") is None


@given(st.text(max_size=30))
def test_a_known_name_is_found_whatever_it_is(name: str) -> None:
    assert Names([name], {}).settled(f"  {name} ") == name
    assert isinstance(sure_key(name), str)


@given(st.lists(st.text("abct &-", min_size=1, max_size=8), max_size=8))
def test_no_two_settled_names_are_surely_the_same(typed: list[str]) -> None:
    names = Names([], {})

    settled = {said for name in typed if (said := names.settled(name)) is not None}

    assert len({sure_key(name) for name in settled}) == len(settled)
