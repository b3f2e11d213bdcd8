"""Adding people."""

from uuid import UUID

from services.partners.db import queries
from services.partners.domain.addresses import clean_email
from services.partners.domain.memberships import Membership
from services.partners.domain.people import Person
from services.partners.use_cases import memberships
from shared.contracts import ContactNamed, Role, identity
from shared.db.unit_of_work import UnitOfWork


def add_person_with_role(  # noqa: PLR0913  # What the form asks, each by its name.
    uow: UnitOfWork,
    community_id: UUID,
    *,
    name: str,
    email: str,
    role: Role,
    organisation_id: UUID | None = None,
) -> Membership:
    """Give the person at this address the role, and make the person if need be.

    Somebody who is known by the address keeps the name that they are known by.

    Raises:
        Refused: the name or address is no good, or the role needs an organisation of the community.
    """
    derived = identity.person_id(community_id, clean_email(email))
    wanted = Person.known_as(derived, community_id, name, email)
    person = _at_address(uow, wanted)
    if person is None:
        person = queries.add(uow.session, wanted)
        uow.publish(person.state())
    return memberships.give_role(uow, person, role, organisation_id)


def contact_named(uow: UnitOfWork, event: ContactNamed) -> None:
    """Make the person whom a sheet named, with the id that plans gave them, a member of the organisation.

    The address decides who it is: whoever has it already stays, with the name that this service knows.
    Either way their state is said, so that plans' own row is never left without an answer.
    """
    wanted = Person.known_as(event.id, event.community_id, event.name, event.email)
    person = _at_address(uow, wanted) or uow.session.get(Person, event.id)
    if person is None:
        person = queries.add(uow.session, wanted)
    uow.publish(person.state())
    memberships.join(uow, person, event.organisation_id)


def _at_address(uow: UnitOfWork, wanted: Person) -> Person | None:
    queries.hold(uow.session, f"person:{wanted.community_id}:{wanted.email}")
    return queries.person_at(uow.session, wanted.community_id, wanted.email)
