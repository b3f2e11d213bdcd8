"""API tokens: opaque secrets of which only the hash is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from services.partners.domain.refusals import Refused
from shared.contracts import TokenChanged

SCOPES: Mapping[str, str] = {
    "plans:read": "Read plans, commitments and their status",
    "plans:write": "Change plans and commitments",
    "partners:read": "Read organisations and memberships",
    "notify:read": "Read nudges, digests and webhooks",
    "notify:write": "Make, change and delete webhooks",
}
"""Everything that a token may be allowed, with what the pages call it."""

PREFIX = "bc_"
"""Begins every secret, so that people and scanners of leaked secrets know one when they see it."""


@dataclass(eq=False, kw_only=True)
class Token:
    """One bearer token of one community; `sha256` is of the whole secret, prefix included."""

    id: UUID
    community_id: UUID
    name: str
    sha256: str
    scopes: Sequence[str]
    created_at: datetime
    created_by: UUID | None
    revoked: bool = False
    version: int = 1

    def revoke(self) -> TokenChanged | None:
        """End the token for good; None if it has ended already."""
        if self.revoked:
            return None
        self.revoked = True
        self.version += 1
        return self.state()

    def state(self) -> TokenChanged:
        """Return the event that tells the whole of it."""
        return TokenChanged(
            id=self.id,
            version=self.version,
            community_id=self.community_id,
            name=self.name,
            sha256=self.sha256,
            scopes=tuple(self.scopes),
            revoked=self.revoked,
        )


def hash_of(secret: str) -> str:
    """Return what is stored and replicated in place of the secret."""
    return sha256(secret.encode()).hexdigest()


def clean_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes in the table's order, each once.

    Raises:
        Refused: there are none, or one that there is not.
    """
    asked = set(scopes)
    if not asked or asked - SCOPES.keys():
        raise Refused("Choose what the token may do", field="scopes")
    return tuple(scope for scope in SCOPES if scope in asked)
