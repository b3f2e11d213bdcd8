"""Creating and revoking API tokens."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from services.partners.db import queries
from services.partners.domain.names import clean_name
from services.partners.domain.tokens import PREFIX, Token, clean_scopes, hash_of
from shared.db.unit_of_work import UnitOfWork

SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token and its secret, which nobody can be shown again."""

    token: Token
    secret: str


def create_token(
    uow: UnitOfWork, community_id: UUID, *, name: str, scopes: Iterable[str], created_by: UUID | None
) -> NewToken:
    """Make a token of the community and say so; events carry its hash alone.

    Raises:
        Refused: the name or the scopes are no good.
    """
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = Token(
        id=uuid4(),
        community_id=community_id,
        name=clean_name(name),
        sha256=hash_of(secret),
        scopes=clean_scopes(scopes),
        created_at=uow.now,
        created_by=created_by,
    )
    queries.add(uow.session, token)
    uow.publish(token.state())
    return NewToken(token=token, secret=secret)


def revoke_token(uow: UnitOfWork, token: Token) -> None:
    """End the token for good and say so; a second time changes nothing."""
    revoked = token.revoke()
    if revoked:
        uow.publish(revoked)
