"""What every event's data has in common."""

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

Version = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
"""A thing's version; both databases hold numbers up to the upper bound."""

Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""How many of something there are, within the same bound."""

Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
"""How far north of the equator, in degrees (WGS 84)."""

Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
"""How far east of Greenwich, in degrees (WGS 84)."""


@dataclass(frozen=True, kw_only=True)
class Contract:
    """The whole public state of one thing at one version, as the other services see it.

    Attributes:
        TYPE: the event's name, with the version of its shape.
        SAYS: what it says, to go on from "it says that".
        PERSONAL: whether it carries a person's name or address.
        id: the thing's own id, and the event's subject.
        version: 1 for the first state, raised by one at each change; consumers keep the highest.
        community_id: the community that the thing belongs to.
    """

    TYPE: ClassVar[str]
    SAYS: ClassVar[str]
    PERSONAL: ClassVar[bool] = False

    id: UUID
    version: Version
    community_id: UUID
