"""Organisations and contacts that a sheet or a form names before partners has told of them.

plans makes its own copy at version 0, under the id that partners derives too, and tells partners; the answer
replaces the copy. So neither service waits for the other.
"""

from uuid import UUID

from sqlalchemy import func, select

from services.plans.db.tables import memberships, organisations, people
from services.plans.db.upserts import put_new
from shared.contracts import ContactNamed, OrganisationNamed
from shared.contracts.identity import organisation_id, person_id
from shared.contracts.names import name_key
from shared.db.unit_of_work import UnitOfWork


def name_organisation(uow: UnitOfWork, community_id: UUID, name: str) -> UUID:
    """Return the id of the organisation of this name, and tell partners of it when it is a new one."""
    name = " ".join(name.split())
    made = organisation_id(community_id, name)
    rows = uow.session.execute(
        select(organisations.c.id, organisations.c.name).where(organisations.c.community_id == community_id)
    )
    known = {row.id: name_key(row.name) for row in rows}
    found = next((each for each, folded in known.items() if folded == name_key(name)), None)
    if found or made in known:
        return found or made
    put_new(uow, organisations, {"id": made, "version": 0, "community_id": community_id, "name": name})
    uow.publish(OrganisationNamed(id=made, version=1, community_id=community_id, name=name))
    return made


def name_contact(uow: UnitOfWork, community_id: UUID, for_organisation: UUID, name: str, email: str) -> UUID:
    """Return the id of the person with this address, and tell partners when they are new there."""
    name, email = " ".join(name.split()), email.strip()
    found = _person(uow, community_id, email)
    contact = found or person_id(community_id, email)
    if found is None:
        row = {"id": contact, "version": 0, "community_id": community_id, "name": name, "email": email}
        put_new(uow, people, row)
    if found is None or not _belongs(uow, contact, for_organisation):
        uow.publish(
            ContactNamed(
                id=contact,
                version=1,
                community_id=community_id,
                organisation_id=for_organisation,
                name=name,
                email=email,
            )
        )
    return contact


def _person(uow: UnitOfWork, community_id: UUID, email: str) -> UUID | None:
    same = func.lower(people.c.email) == email.lower()
    derived = people.c.id == person_id(community_id, email)
    found = select(people.c.id).where(people.c.community_id == community_id, same | derived)
    return uow.session.scalars(found.order_by(derived)).first()


def _belongs(uow: UnitOfWork, contact: UUID, for_organisation: UUID) -> bool:
    membership = select(memberships.c.id).where(
        memberships.c.person_id == contact,
        memberships.c.organisation_id == for_organisation,
        memberships.c.active,
    )
    return uow.session.scalars(membership.limit(1)).first() is not None
