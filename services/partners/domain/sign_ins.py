"""Sign-in by e-mailed link: how long a link lives and how many are sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

LIFETIME = timedelta(minutes=10)
WINDOW = timedelta(hours=1)
LINKS_PER_ADDRESS = 5
"""In one window. Further requests are answered as ever, and send nothing."""

REQUESTS_PER_CLIENT = 60
"""In one window. A council may be one client address for all of its staff, so this is generous."""

KEPT_FOR = timedelta(days=1)
"""After this, nobody needs to know any more that a link was asked for."""

LONGEST_PATH = 500
"""Of the page to go to after sign-in."""


@dataclass(eq=False, kw_only=True)
class SignIn:
    """One request to sign in, spent once.

    `person_id` is None where the address is nobody's: such requests are counted, and do the same work, so
    that nobody learns by asking who is known here. `address` and `client` are hashes.
    """

    id: UUID
    address: str
    client: str
    community_id: UUID | None
    person_id: UUID | None
    next_path: str
    requested_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A link that was just used up: who may come in, and where they wanted to go."""

    person_id: UUID
    next_path: str


def fingerprint(text: str) -> str:
    """Return what requests are counted by, so that the addresses themselves are not kept."""
    return sha256(text.encode()).hexdigest()
