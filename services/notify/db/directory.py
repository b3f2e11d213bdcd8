"""Who is who."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.notify.db.tables import people
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody whom e-mails go to."""

    id: UUID
    name: str
    email: str


def reader(uow: UnitOfWork, person_id: UUID) -> Reader | None:
    """Return the person, or None while nothing has been heard of them."""
    query = select(people.c.id, people.c.name, people.c.email).where(people.c.id == person_id)
    row = uow.session.execute(query).mappings().one_or_none()
    return None if row is None else Reader(**row)
