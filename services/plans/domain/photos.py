"""Photos of a workshop's wall, and the words that tell what each shows to people who cannot see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MOST_PHOTOS = 60
"""How many photos one workshop keeps."""


@dataclass(eq=False, kw_only=True)
class Photo:
    """One photo; its files lie in the store under its id.

    Attributes:
        number: its place among the workshop's photos, in the order in which they came.
        alt: what it shows, in somebody's words; None until somebody has written it.
        sha256: of the file that was sent, so that the same one sent again is known.
        width, height: of the larger file, in pixels.
    """

    id: UUID
    community_id: UUID
    workshop_id: UUID
    number: int
    sha256: str
    width: int
    height: int
    added_at: datetime
    added_by: UUID | None = None
    alt: str | None = None
    version: int = 1

    def describe(self, alt: str) -> None:
        """Say what it shows."""
        if alt != self.alt:
            self.alt = alt
            self.version += 1
