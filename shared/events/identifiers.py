"""Ids of events: UUIDs of version 7, which grow with time and so keep an index's new rows together."""

import secrets
from datetime import datetime
from uuid import UUID

_RANDOM_BITS = 74
_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62


def event_id(now: datetime) -> UUID:
    """Return a new id for an event of this instant (RFC 9562, version 7)."""
    milliseconds = int(now.timestamp() * 1000)
    random = secrets.randbits(_RANDOM_BITS)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | _VERSION_7 | high << 64 | _VARIANT | low)
