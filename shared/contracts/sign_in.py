"""A request to sign in by e-mailed link."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared.contracts.contract import Contract
from shared.contracts.instants import Instant


@dataclass(frozen=True, kw_only=True)
class SignInRequested(Contract):
    """Somebody asked for a sign-in link. The link itself never travels: notify signs it when it sends."""

    TYPE: ClassVar[str] = "partners.sign_in_requested.v1"
    SAYS: ClassVar[str] = "somebody asked for a sign-in link"

    person_id: UUID
    expires_at: Instant
