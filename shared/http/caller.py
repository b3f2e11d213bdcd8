"""Who is calling: nobody in particular, a person who signed in, or a program with a token."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, cast
from uuid import UUID

import flask

from shared.contracts.states import Role
from shared.http.lookup import Lookup
from shared.http.site import site

LONGEST_SESSION = timedelta(days=7)
"""After this long a person signs in again, whatever the browser kept."""

BEARER = "bearer "


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who calls, and what they are in which community."""

    kind: Literal["anonymous", "person", "token"] = "anonymous"
    person_id: UUID | None = None
    token_id: UUID | None = None
    roles: Mapping[UUID, frozenset[Role]] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    token_community: UUID | None = None

    def communities(self, *roles: Role) -> frozenset[UUID]:
        """Return the communities in which the person has one of the roles, or the one of the token."""
        if self.token_community:
            return frozenset({self.token_community})
        wanted = frozenset(roles) or frozenset(Role)
        return frozenset(community for community, held in self.roles.items() if held & wanted)


ANONYMOUS = Caller()


def caller() -> Caller:
    """Return who makes the current request; anonymous where the route never asks."""
    return cast("Caller", flask.g.get("caller", ANONYMOUS))


def has_credentials() -> bool:
    """Return whether the request says who makes it, rightly or not."""
    return bearer_token() is not None or "person_id" in flask.session


def bearer_token() -> str | None:
    """Return the token of the Authorization header, if there is one."""
    header = flask.request.headers.get("Authorization", "")
    return header[len(BEARER) :].strip() if header.lower().startswith(BEARER) else None


def identify(lookup: Lookup) -> Caller:
    """Return who makes the current request, by its token or else by its session."""
    token = bearer_token()
    return _by_session(lookup) if token is None else _by_token(lookup, token)


def sign_in(person_id: UUID, now: datetime) -> None:
    """Begin a session of the person; whatever the browser held before is dropped."""
    flask.session.clear()
    flask.session["person_id"] = str(person_id)
    flask.session["signed_in_at"] = now.astimezone(UTC).isoformat()
    flask.session.permanent = True


def sign_out() -> None:
    """End this browser's session."""
    flask.session.clear()


def _by_token(lookup: Lookup, token: str) -> Caller:
    row = site().principals.token_of(lookup.rows, hashlib.sha256(token.encode()).hexdigest())
    if row is None:
        return ANONYMOUS
    return Caller(
        kind="token", token_id=row.id, scopes=frozenset(row.scopes), token_community=row.community_id
    )


def _by_session(lookup: Lookup) -> Caller:
    try:
        person_id = UUID(flask.session["person_id"])
        signed_in_at = datetime.fromisoformat(flask.session["signed_in_at"])
    except (KeyError, TypeError, ValueError):
        return ANONYMOUS
    if site().clock() - signed_in_at > LONGEST_SESSION:
        return ANONYMOUS
    roles = site().principals.roles_of(lookup.rows, person_id, signed_in_at)
    return Caller(kind="person", person_id=person_id, roles=roles) if roles else ANONYMOUS
