"""A community of practice, the tenant that everything else belongs to."""

from dataclasses import dataclass
from typing import ClassVar

from shared.contracts.contract import Contract


@dataclass(frozen=True, kw_only=True)
class CommunityChanged(Contract):
    """A community; its id is also its `community_id`. `timezone` is an IANA name."""

    TYPE: ClassVar[str] = "partners.community_changed.v1"
    SAYS: ClassVar[str] = "a community began or changed"

    name: str
    timezone: str
