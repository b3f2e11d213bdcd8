"""API tokens, known outside partners only by their hash."""

from dataclasses import dataclass
from typing import ClassVar

from shared.contracts.contract import Contract


@dataclass(frozen=True, kw_only=True)
class TokenChanged(Contract):
    """A bearer token: `sha256` in lower-case hex, and what it may do (scopes such as "plans:read")."""

    TYPE: ClassVar[str] = "partners.token_changed.v1"
    SAYS: ClassVar[str] = "an API token was made or revoked (its hash only)"

    name: str
    sha256: str
    scopes: tuple[str, ...]
    revoked: bool
