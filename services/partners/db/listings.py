"""What pages and the API list: by community, in a stable order, as far as asked."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from services.partners.db import tables
from services.partners.domain.communities import Community
from services.partners.domain.memberships import Membership
from services.partners.domain.organisations import Organisation
from services.partners.domain.people import Person
from services.partners.domain.tokens import Token

Entity = TypeVar("Entity")
Communities = Collection[UUID]
"""The communities whose things the caller may see."""


def communities(session: Session, those: Communities) -> Sequence[Community]:
    """Return the communities by name."""
    found = select(Community).where(tables.communities.c.id.in_(those))
    return session.scalars(found.order_by(tables.communities.c.name)).all()


def organisations(session: Session, those: Communities) -> Sequence[Organisation]:
    """Return the organisations by name."""
    named = tables.organisations.c
    found = select(Organisation).where(named.community_id.in_(those))
    return session.scalars(found.order_by(named.name_key, named.id)).all()


def tokens(session: Session, those: Communities) -> Sequence[Token]:
    """Return the tokens, the newest first."""
    made = tables.tokens.c
    found = select(Token).where(made.community_id.in_(those)).order_by(made.created_at.desc(), made.id)
    return session.scalars(found).all()


def roles(
    session: Session, those: Communities, *, organisation_id: UUID | None = None
) -> Sequence[tuple[Person, Membership, Organisation | None]]:
    """Return who holds which role for which organisation, by the people's names; ended ones are left out."""
    held, person = tables.memberships.c, tables.people.c
    found = (
        select(Person, Membership, Organisation)
        .join_from(tables.memberships, tables.people, held.person_id == person.id)
        .outerjoin(tables.organisations, held.organisation_id == tables.organisations.c.id)
        .where(held.community_id.in_(those), held.active)
        .order_by(person.name, person.id, held.role, held.id)
    )
    if organisation_id:
        found = found.where(held.organisation_id == organisation_id)
    return [(row[0], row[1], row[2]) for row in session.execute(found)]


def some(
    session: Session, kind: type[Entity], those: Communities, *, after: UUID | None, limit: int, **equal: Any
) -> Sequence[Entity]:
    """Return up to `limit` things of the kind after the id, in the order of the ids.

    `equal` names columns and the values that they must have; those that are None are not asked for.
    """
    table: Table = kind.__table__  # type: ignore[attr-defined]  # The mapping puts it there.
    found: Select[Any] = select(kind).where(table.c.community_id.in_(those)).order_by(table.c.id)
    if after:
        found = found.where(table.c.id > after)
    for column, value in equal.items():
        found = found if value is None else found.where(table.c[column] == value)
    return session.scalars(found.limit(limit)).all()
