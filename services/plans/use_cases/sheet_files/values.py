"""What a spreadsheet's cell holds, as a person would type it."""

from datetime import date, datetime, time, timedelta

_EXACT = 2**53
"""Whole numbers up to here are kept exactly in a cell, and are shown without a decimal point."""

Value = int | float | str | bool | time | date | datetime | timedelta


def as_typed(value: Value) -> str:
    """Return a cell as a person would type it; days without a time of day lose the zeros."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) <= _EXACT:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)
