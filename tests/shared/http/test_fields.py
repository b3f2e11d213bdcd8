from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError, fields

from shared.http.fields import Bool, Day, Email, Id, Instant, Int, QueryBool, QueryInt, StrictSchema, Text

REFUSED: list[tuple[fields.Field[Any], list[object]]] = [
    (Int(), [7.9, 7.0, "7", "\u0667", True, None, 10**30, -1, float("nan"), [], {}]),
    (QueryInt(), ["7.0", "\u0667", "", " 7", "+7", "1e3", "9" * 11, "-1", 7]),
    (Bool(), ["yes", "true", 1, 0, "", None]),
    (QueryBool(), ["yes", "True", "1", "", True]),
    (Text(20), ["", " ", "\u200b", "\u202e\u202d", "\u00a0", "\u0301"]),
    (Text(20), ["a\x00b", "\ud800", "a\x1b[2J", "x" * 21, 7, None, []]),
    (Text(20), ["a\nb", "a\rb", "a\x0bb", "a\x85b", "a\u2028b", "a\u2029b"]),
    (Text(20, lines=True), ["a\x00b", "\r", "a\rb", "\u2028"]),
    (Day(), ["9999-12-31", "0001-01-01", "2027-02-29", "2026-13-01", "2026-1-1", "20260101"]),
    (Day(), ["2026-01-01T00:00:00", "\u0662\u0660\u0662\u0667-01-01", "", None, 20260101]),
    (Instant(), ["2027-03-01T09:00:00", "2027-03-01", "now", 7, None]),
    (Id(), ["", "7", 7, None, "g" * 32]),
    (Email(), ["", "a", "a@b", "v@x.org, e@y.org", "a@x.org\r\nBcc: b@y.org"]),
    (Email(), ['"<e@y.org>"@x.org', "a b@x.org", "a@x..org", "a" * 65 + "@x.org"]),
]


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in REFUSED for value in values]
)
def test_what_is_not_exactly_of_the_kind_is_refused(field: fields.Field[Any], value: object) -> None:
    with pytest.raises(ValidationError):
        field.deserialize(value)


@pytest.mark.parametrize(
    ("field", "value", "meaning"),
    [
        (Int(), 7, 7),
        (QueryInt(), "7", 7),
        (Bool(), False, False),
        (QueryBool(), "false", False),
        (Text(20), "  Plant ten trees ", "Plant ten trees"),
        (Text(80), "{{7*7}} '; DROP TABLE x; -- 🌳", "{{7*7}} '; DROP TABLE x; -- 🌳"),
        (Text(20, lines=True), "one\r\ntwo", "one\ntwo"),
        (Day(), "2028-02-29", date(2028, 2, 29)),
        (Email(), "a.b+c@x.example.org", "a.b+c@x.example.org"),
    ],
)
def test_what_is_of_the_kind_is_taken_as_it_was_meant(
    field: fields.Field[Any], value: object, meaning: object
) -> None:
    assert field.deserialize(value) == meaning


def test_a_schema_refuses_fields_that_it_does_not_know() -> None:
    class Named(StrictSchema):
        name = Text(20)

    with pytest.raises(ValidationError, match="is_admin"):
        Named().load({"name": "a", "is_admin": True})


def test_a_hostile_address_is_refused_at_once() -> None:
    with pytest.raises(ValidationError):
        Email().deserialize("a" * 50_000 + "!")
