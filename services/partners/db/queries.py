"""What the use cases and pages ask of the tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from services.partners.db import tables
from services.partners.domain.memberships import Membership
from services.partners.domain.organisations import Organisation
from services.partners.domain.people import Person
from services.partners.domain.sign_ins import SignIn
from shared.contracts import Role

Entity = TypeVar("Entity")


def add(session: Session, entity: Entity) -> Entity:
    """Insert the row at once: foreign keys are checked row by row, and nothing else orders the inserts."""
    session.add(entity)
    session.flush()
    return entity


def to_change(session: Session, kind: type[Entity], entity_id: UUID) -> Entity | None:
    """Return the thing, held until the end of the transaction so that two changes never cross."""
    return session.get(kind, entity_id, with_for_update=True, populate_existing=True)


def organisation_named(session: Session, community_id: UUID, name_key: str) -> Organisation | None:
    """Return the organisation of this name."""
    found = (
        select(Organisation)
        .where(
            tables.organisations.c.community_id == community_id, tables.organisations.c.name_key == name_key
        )
        .order_by(tables.organisations.c.id)
    )
    return session.scalars(found).first()


def person_at(session: Session, community_id: UUID, email: str) -> Person | None:
    """Return the person with this address."""
    found = select(Person).where(tables.people.c.community_id == community_id, tables.people.c.email == email)
    return session.scalars(found).first()


def people_with_a_role_at(session: Session, email: str) -> Sequence[Person]:
    """Return those who have the address and a role, one for each community that knows them."""
    found = select(Person).where(tables.people.c.email == email, _has_role()).order_by(tables.people.c.id)
    return session.scalars(found).all()


def person_with_a_role(session: Session, person_id: UUID) -> Person | None:
    """Return the person, unless their last role has ended."""
    return session.scalars(select(Person).where(tables.people.c.id == person_id, _has_role())).first()


def coordinators(session: Session, community_id: UUID) -> Sequence[Membership]:
    """Return the roles of coordinator that are held in the community."""
    held = tables.memberships.c
    found = select(Membership).where(
        held.community_id == community_id, held.role == Role.COORDINATOR, held.active
    )
    return session.scalars(found).all()


def hold(session: Session, *keys: str) -> None:
    """Let no other transaction that holds one of these keys go on before this one has ended.

    SQLite has one writer at a time by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        for key in keys:
            session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def count_sign_ins(session: Session, since: datetime, **counted_by: str) -> int:
    """Return how many requests to sign in came from the address or client after the instant."""
    asked = select(func.count()).where(tables.sign_ins.c.requested_at > since)
    for column, value in counted_by.items():
        asked = asked.where(tables.sign_ins.c[column] == value)
    return session.scalar(asked) or 0


def spend_sign_in(session: Session, sign_in_id: UUID, now: datetime) -> SignIn | None:
    """Mark the request as used and return it; None if it was used, is too old or never was.

    One statement decides, so that of any number of tries at once only one finds it unused.
    """
    asked = tables.sign_ins.c
    spent = session.execute(
        update(tables.sign_ins)
        .where(
            asked.id == sign_in_id,
            asked.used_at.is_(None),
            asked.expires_at > now,
            asked.person_id.is_not(None),
        )
        .values(used_at=now)
        .returning(asked.id)
    ).scalar()
    return session.get(SignIn, spent, populate_existing=True) if spent else None


def is_unspent(session: Session, sign_in_id: UUID, now: datetime) -> bool:
    """Return whether the request can still be used; looking changes nothing."""
    asked = session.get(SignIn, sign_in_id)
    return asked is not None and asked.used_at is None and asked.expires_at > now


def forget_sign_ins(session: Session, before: datetime) -> int:
    """Delete the requests to sign in that are older than the instant, and return how many there were."""
    gone: Any = session.execute(delete(tables.sign_ins).where(tables.sign_ins.c.requested_at < before))
    return int(gone.rowcount)


def _has_role() -> Any:
    held = tables.memberships.c
    return exists().where(held.person_id == tables.people.c.id, held.active)
