from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clock import fixed
from shared.http.links import BadLink, Links

KEY, OLD_KEY = "k" * 32, "o" * 32
MADE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
MONTH = timedelta(days=30)


def test_a_link_says_what_it_was_made_of_and_when() -> None:
    links = Links([KEY], fixed(MADE))

    link = links.read("update", links.make("update", {"person": "p"}), MONTH)

    assert (link.payload, link.made_at) == ({"person": "p"}, MADE)


def test_a_link_holds_nothing_at_which_mail_programs_cut() -> None:
    links = Links([KEY])

    tokens = [links.make("update", {"person": "p" * length}) for length in range(1, 300, 7)]

    assert not [token for token in tokens if set(token) & set('./?#&=+% <>"')]


def test_a_link_with_three_ids_stays_short_enough_to_be_read_out_in_a_plain_text_e_mail() -> None:
    links = Links([KEY])
    payload = {name: str(uuid4()) for name in ("person", "organisation", "plan")}

    token = links.make("update", payload)

    assert links.read("update", token, MONTH).payload == payload
    assert len(token) < 170


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=60), max_size=4))
def test_a_link_gives_back_just_what_it_was_made_of(payload: dict[str, str]) -> None:
    links = Links([KEY])

    assert links.read("update", links.make("update", payload), MONTH).payload == payload


def test_a_link_is_refused_for_any_other_purpose() -> None:
    links = Links([KEY])
    token = links.make("update", {"person": "p"})

    with pytest.raises(BadLink):
        links.read("sign-in", token, MONTH)


def test_a_link_that_was_changed_in_one_place_is_refused() -> None:
    links = Links([KEY])
    token = links.make("update", {"person": "p"})
    changed = [
        token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in range(len(token) - 1)
    ]

    for each in changed:
        with pytest.raises(BadLink):
            links.read("update", each, MONTH)


def test_a_link_works_until_its_time_is_over_and_not_after() -> None:
    token = Links([KEY], fixed(MADE)).make("update", {"person": "p"})

    Links([KEY], fixed(MADE + MONTH)).read("update", token, MONTH)

    with pytest.raises(BadLink):
        Links([KEY], fixed(MADE + MONTH + timedelta(seconds=1))).read("update", token, MONTH)


def test_a_link_outlives_the_change_of_the_key_and_ends_with_the_old_key() -> None:
    token = Links([OLD_KEY]).make("update", {"person": "p"})

    assert Links([KEY, OLD_KEY]).read("update", token, MONTH)

    with pytest.raises(BadLink):
        Links([KEY]).read("update", token, MONTH)


@pytest.mark.parametrize("text", ["", "~", "a~b~c", "x" * 5000, "é~ü", "../../etc", "\x00", "bnVsbA~a~b"])
def test_a_text_that_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(BadLink):
        Links([KEY]).read("update", text, MONTH)
