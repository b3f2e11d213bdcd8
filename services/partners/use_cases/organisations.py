"""Naming and renaming organisations."""

from uuid import UUID, uuid4

from services.partners.db import queries
from services.partners.domain.names import clean_name
from services.partners.domain.organisations import Organisation
from services.partners.domain.refusals import Refused
from shared.contracts import OrganisationNamed, identity
from shared.contracts.names import name_key
from shared.db.unit_of_work import UnitOfWork

TAKEN = "There is an organisation of that name already"


def name_organisation(uow: UnitOfWork, community_id: UUID, name: str) -> Organisation:
    """Make an organisation of this name and say so.

    Raises:
        Refused: the name is no good, or taken.
    """
    cleaned = clean_name(name)
    _must_be_free(uow, community_id, cleaned)
    named = Organisation.named(_free_id(uow, community_id, cleaned), community_id, cleaned)
    queries.add(uow.session, named)
    uow.publish(named.state())
    return named


def rename_organisation(uow: UnitOfWork, organisation: Organisation, name: str) -> None:
    """Give the organisation another name and say so.

    Raises:
        Refused: the name is no good, or another organisation's.
    """
    _must_be_free(uow, organisation.community_id, clean_name(name), but_for=organisation)
    renamed = organisation.rename(name)
    if renamed:
        uow.publish(renamed)


def organisation_named(uow: UnitOfWork, event: OrganisationNamed) -> None:
    """Make the organisation that a sheet named, with the id that plans gave it.

    One that is there already keeps its name, which is this service's to change. Either way its state is
    said, so that plans' own row is never left without an answer.
    """
    organisation = uow.session.get(Organisation, event.id)
    if organisation is None:
        organisation = Organisation.named(event.id, event.community_id, event.name)
        queries.add(uow.session, organisation)
    uow.publish(organisation.state())


def _must_be_free(
    uow: UnitOfWork, community_id: UUID, name: str, *, but_for: Organisation | None = None
) -> None:
    queries.hold(uow.session, f"organisation:{community_id}:{name_key(name)}")
    taken = queries.organisation_named(uow.session, community_id, name_key(name))
    if taken is not None and taken is not but_for:
        raise Refused(TAKEN, field="name")


def _free_id(uow: UnitOfWork, community_id: UUID, name: str) -> UUID:
    """Return the id that plans would derive, or a random one where a renamed organisation still has it."""
    derived = identity.organisation_id(community_id, name)
    return uuid4() if uow.session.get(Organisation, derived) else derived
