"""Proofs: a link, a photo or a file that shows what an update says."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from services.plans.domain.refusals import Refused

LONGEST_ADDRESS = 2000
_SCHEMES = frozenset({"http", "https"})
_BARE = re.compile(r"[\w-]+(\.[\w-]+)+([/?#:].*)?")
"""An address as people type it, without what it begins with."""


class ProofKind(StrEnum):
    """What sort of proof it is."""

    LINK = "link"
    PHOTO = "photo"
    FILE = "file"


@dataclass(frozen=True, kw_only=True)
class NewProof:
    """What somebody adds to an update; its files, if any, lie in the store under the id."""

    id: UUID
    kind: ProofKind
    address: str | None = None
    name: str | None = None
    media_type: str | None = None
    size: int | None = None
    sha256: str | None = None


@dataclass(eq=False, kw_only=True)
class Proof:
    """A proof of what an update says. It is never changed once it is kept, but it can be removed.

    Attributes:
        address: where a link leads.
        name: what a file or photo was called, with the ending of what it really is.
        media_type, size, sha256: of the file as it was sent; a photo is kept as JPEG.
        removed_at, removed_by: when and by whom it was removed; then only its kind is still known.
    """

    id: UUID
    community_id: UUID
    plan_id: UUID
    commitment_id: UUID
    update_id: UUID
    kind: ProofKind
    address: str | None
    name: str | None
    media_type: str | None
    size: int | None
    sha256: str | None
    added_at: datetime
    added_by: UUID | None
    removed_at: datetime | None = None
    removed_by: UUID | None = None

    def remove(self, at: datetime, person_id: UUID | None) -> None:
        """Forget where it led or what it was; that there was one stays in the history."""
        self.address = self.name = self.media_type = self.size = self.sha256 = None
        self.removed_at, self.removed_by = at, person_id


def checked_address(typed: str) -> str:
    """Return the address of a page on the web; one typed without its beginning gets one.

    Raises:
        Refused: it leads nowhere on the web, or hides where it leads.
    """
    address = f"https://{typed}" if _BARE.fullmatch(typed) else typed
    try:
        parts = urlsplit(address)
        lacks = parts.scheme not in _SCHEMES or not parts.hostname or (parts.port == 0)
    except ValueError:
        lacks = True
    if lacks or any(letter.isspace() or not letter.isprintable() for letter in address):
        raise Refused("Enter a web address that starts with https:// or http://.")
    if "@" in parts.netloc or "\\" in address:
        raise Refused("Enter the address without a name or a password in it.")
    if len(address) > LONGEST_ADDRESS:
        raise Refused(f"Enter an address of {LONGEST_ADDRESS} characters or fewer.")
    return address
