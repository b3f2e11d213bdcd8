"""What is remembered is what was kept last, under the stamp that is asked for, and never too much."""

from shared.http.remembered import LARGEST, Remembered


def test_an_answer_is_recalled_by_its_very_stamp_alone() -> None:
    remembered = Remembered()
    remembered.keep("plan", "monday", b"1")

    assert remembered.recall("plan", "monday") == b"1"
    assert remembered.recall("plan", "tuesday") is None
    assert remembered.recall("other", "monday") is None


def test_a_newer_answer_takes_the_place_of_the_one_before() -> None:
    remembered = Remembered()
    remembered.keep("plan", "monday", b"1")
    remembered.keep("plan", "tuesday", b"2")

    assert remembered.recall("plan", "monday") is None
    assert remembered.recall("plan", "tuesday") == b"2"


def test_what_nobody_asked_for_longest_is_forgotten_first() -> None:
    remembered = Remembered(most=2)
    remembered.keep("old", "now", b"1")
    remembered.keep("new", "now", b"2")
    remembered.recall("old", "now")

    remembered.keep("newest", "now", b"3")

    assert remembered.recall("new", "now") is None
    assert remembered.recall("old", "now") == b"1"
    assert remembered.recall("newest", "now") == b"3"


def test_an_answer_that_is_too_large_is_not_remembered() -> None:
    remembered = Remembered()

    remembered.keep("plan", "now", bytes(LARGEST + 1))

    assert remembered.recall("plan", "now") is None
