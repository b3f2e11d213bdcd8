"""Who may come in: people, their memberships and API tokens, in a service's own tables or its copies."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Integer,
    MetaData,
    RowMapping,
    Select,
    String,
    Table,
    Uuid,
    bindparam,
    select,
)

from shared.contracts import Role
from shared.db.copies import copy_table
from shared.db.types import Choice, Instant, ListOf

Rows = Callable[[Select[Any], Mapping[str, Any]], Iterable[RowMapping]]
"""Asks the database; whoever does so may ask for more along with it."""


@dataclass(frozen=True, kw_only=True)
class TokenRow:
    """An API token that is valid, and what it may do."""

    id: UUID
    community_id: UUID
    name: str
    scopes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Principals:
    """The tables that access is decided by, with columns named as in the contracts."""

    people: Table
    memberships: Table
    tokens: Table

    def roles_of(self, rows: Rows, person_id: UUID, signed_in_at: datetime) -> Mapping[UUID, frozenset[Role]]:
        """Return the person's roles by community; none for a session that has been ended."""
        roles: defaultdict[UUID, set[Role]] = defaultdict(set)
        for row in rows(self._roles, {"person_id": person_id}):
            if row["sessions_from"] is None or row["sessions_from"] <= signed_in_at:
                roles[row["community_id"]].add(row["role"])
        return {community_id: frozenset(held) for community_id, held in roles.items()}

    def token_of(self, rows: Rows, sha256: str) -> TokenRow | None:
        """Return the token of this hash, unless it is unknown or revoked."""
        for row in rows(self._token, {"sha256": sha256}):
            return TokenRow(
                id=row["id"],
                community_id=row["community_id"],
                name=row["name"],
                scopes=frozenset(row["scopes"]),
            )
        return None

    # Every request that says who makes it asks one of the two, so they are put together once.

    @cached_property
    def _roles(self) -> Select[Any]:
        person, membership = self.people.c, self.memberships.c
        return (
            select(membership.community_id, membership.role, person.sessions_from)
            .select_from(self.memberships.join(self.people, membership.person_id == person.id))
            .where(membership.person_id == bindparam("person_id", type_=person.id.type), membership.active)
        )

    @cached_property
    def _token(self) -> Select[Any]:
        token = self.tokens.c
        wanted = bindparam("sha256", type_=token.sha256.type)
        return select(token.id, token.community_id, token.name, token.scopes).where(
            token.sha256 == wanted, ~token.revoked
        )


def add_principal_copies(metadata: MetaData) -> Principals:
    """Declare the three tables as copies of what the partners service owns."""
    return Principals(
        people=copy_table(
            metadata,
            "people",
            Column("name", String(), nullable=False),
            Column("email", String(), nullable=False),
            Column("sessions_from", Instant()),
        ),
        memberships=copy_table(
            metadata,
            "memberships",
            Column("person_id", Uuid(), nullable=False, index=True),
            Column("organisation_id", Uuid(), index=True),
            Column("role", Choice(Role), nullable=False),
            Column("active", Boolean(), nullable=False),
        ),
        tokens=copy_table(
            metadata,
            "tokens",
            Column("name", String(), nullable=False),
            Column("sha256", String(64), nullable=False, unique=True),
            Column("scopes", ListOf(str), nullable=False),
            Column("revoked", Boolean(), nullable=False),
        ),
    )


def create_principal_copies_v1(op: Any) -> None:
    """Make the three tables; services' first migrations call this, so it stays as it is for good."""
    op.create_table(
        "people",
        *_copied_v1(),
        Column("name", String(), nullable=False),
        Column("email", String(), nullable=False),
        Column("sessions_from", Instant()),
    )
    op.create_table(
        "memberships",
        *_copied_v1(),
        Column("person_id", Uuid(), nullable=False, index=True),
        Column("organisation_id", Uuid(), index=True),
        Column("role", String(32), nullable=False),
        Column("active", Boolean(), nullable=False),
    )
    op.create_table(
        "tokens",
        *_copied_v1(),
        Column("name", String(), nullable=False),
        Column("sha256", String(64), nullable=False, unique=True),
        Column("scopes", JSON(), nullable=False),
        Column("revoked", Boolean(), nullable=False),
    )


def _copied_v1() -> tuple[Column[object], ...]:
    return (
        Column("id", Uuid(), primary_key=True),
        Column("version", Integer(), nullable=False),
        Column("community_id", Uuid(), nullable=False, index=True),
    )
