"""The type of an instant in an event."""

from datetime import datetime
from typing import Annotated, get_args, get_type_hints

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""A datetime with a time zone; decoding refuses one without, and its JSON Schema says "date-time"."""

FIRST_YEAR, LAST_YEAR = 2, 9998
"""In the years before and after, an instant may lie beyond what Python can tell in another time zone.
PostgreSQL keeps it all the same, and then no query over its row can be read.
"""


def instants_of(contract: type) -> tuple[str, ...]:
    """Return the names of the fields that hold an instant."""
    hints = get_type_hints(contract).items()
    return tuple(name for name, hint in hints if datetime in {hint, *get_args(hint)})


def lies_within(instant: datetime | None) -> bool:
    """Return whether the instant, if there is one, can be told in every time zone."""
    return instant is None or FIRST_YEAR <= instant.year <= LAST_YEAR
