"""How instants and events read."""

from datetime import timedelta

import flask
import pytest

from shared.http.words import age, happening
from tests.shared.http.cast import NOW


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(59, "less than an hour"), (60, "1 hour"), (150, "2 hours"), (24 * 60, "1 day"), (80 * 60, "3 days")],
)
def test_an_age_is_told_roughly(app: flask.Flask, minutes: int, words: str) -> None:
    with app.app_context():
        assert age(NOW - timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("partners.organisation_changed.v1", "Organisation changed"),
        ("plans.update_recorded.v12", "Update recorded"),
        ("nonsense", "Nonsense"),
        (None, "Something that cannot be read"),
    ],
)
def test_a_type_of_event_is_told_in_words(name: str | None, words: str) -> None:
    assert happening(name) == words
