"""Ids that two services reach apart from each other for the same organisation or person.

A sheet names organisations and people before the partners service has heard of them. Deriving the id from
the community and the name or address lets plans refer to them at once, without asking anyone.
"""

from uuid import UUID, uuid5

from shared.contracts.addresses import address_key
from shared.contracts.names import name_key


def organisation_id(community_id: UUID, name: str) -> UUID:
    """Return the id of the organisation of this name, whatever its case and spacing."""
    return uuid5(community_id, "organisation:" + name_key(name))


def person_id(community_id: UUID, email: str) -> UUID:
    """Return the id of the person with this address, whatever its case."""
    return uuid5(community_id, "person:" + address_key(email))
