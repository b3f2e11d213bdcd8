"""Strict fields: what JSON says is taken at its word or refused, and means the same to both databases."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from marshmallow import Schema, fields, validate
from marshmallow.exceptions import ValidationError

from shared.contracts.addresses import LONGEST_ADDRESS, address_key, is_address

LARGEST = 2**31 - 1
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
LONGEST_NAMES = 1000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DIGITS = re.compile(r"-?\d{1,10}", re.ASCII)
_LINE_BREAKS = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = frozenset({"Cc", "Cs"})
_UNSEEN = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc", "Mn"})
KEPT = frozenset("\n\t")
"""The only control characters that a text of several lines may hold."""


class StrictSchema(Schema):
    """A schema that refuses fields it does not know (marshmallow's own default, said aloud)."""

    class Meta:
        """Options that marshmallow reads."""

        unknown = "raise"


def fault_of_text(value: str, *, lines: bool) -> str | None:
    """Return what is wrong with the text, or None: nothing to see, control characters, broken Unicode."""
    if not lines and _LINE_BREAKS.search(value):
        return "Must be one line."
    if any(unicodedata.category(char) in _FORBIDDEN and char not in KEPT for char in value):
        return "Holds characters that cannot be shown."
    if value and all(unicodedata.category(char) in _UNSEEN for char in value):
        return "Has no visible text."
    return None


class Text(fields.String):
    """A text with something to read in it, `max_length` characters at most, on one line unless `lines`."""

    def __init__(self, max_length: int, *, lines: bool = False, empty: bool = False, **options: Any) -> None:
        bounds = validate.Length(min=0 if empty else 1, max=max_length)
        super().__init__(validate=bounds, **options)
        self._lines = lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options).replace("\r\n", "\n").strip()
        fault = fault_of_text(text, lines=self._lines)
        if fault:
            raise ValidationError(fault)
        return text


class Int(fields.Integer):
    """A whole number that JSON wrote as one; never 7.0, "7" or true."""

    def __init__(self, *, minimum: int = 0, maximum: int = LARGEST, **options: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(minimum, maximum), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **options)


class QueryInt(Int):
    """A whole number in a query string, where everything is text: plain digits only."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> int:
        if not isinstance(value, str) or not _DIGITS.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(int(value), attr, data, **options)


class Bool(fields.Boolean):
    """True or false, and nothing that only looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **options)


class QueryBool(fields.Boolean):
    """`true` or `false` in a query string."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> bool:
        if value not in {"true", "false"}:
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **options)


class FieldNames(fields.String):
    """Some names of a schema's fields in a query string, by commas."""

    def __init__(self, schema: Callable[[], type[Schema]], **options: Any) -> None:
        super().__init__(validate=validate.Length(1, LONGEST_NAMES), **options)
        self._schema = schema

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        names = super()._deserialize(value, attr, data, **options).split(",")
        strange = [name for name in names if name not in self._schema()._declared_fields]  # noqa: SLF001  # Known before any is made.
        if strange:
            raise ValidationError(f"There is no field {strange[0][:40]!r}.")
        return frozenset(names)


class Day(fields.Date):
    """A day written as 2027-03-05, between 1990 and 2199."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", validate=validate.Range(FIRST_DAY, LAST_DAY), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type="date")
        return super()._deserialize(value, attr, data, **options)


class Id(fields.UUID):
    """The id of a thing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid_uuid")
        return super()._deserialize(value, attr, data, **options)


class Instant(fields.AwareDateTime):
    """A moment with its offset; a time without one says too little."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)


class Email(Text):
    """One e-mail address of the plain kind."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_ADDRESS, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if not is_address(address_key(text)):
            raise ValidationError("Is not an e-mail address.")
        return text
