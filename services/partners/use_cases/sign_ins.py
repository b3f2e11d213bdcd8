"""Signing in by e-mailed link, and signing out."""

from enum import Enum
from uuid import UUID, uuid4

from services.partners.db import queries
from services.partners.domain.people import Person
from services.partners.domain.sign_ins import (
    LIFETIME,
    LINKS_PER_ADDRESS,
    REQUESTS_PER_CLIENT,
    WINDOW,
    Entry,
    SignIn,
    fingerprint,
)
from shared.contracts import SignInRequested
from shared.contracts.addresses import address_key, is_address
from shared.db.unit_of_work import UnitOfWork


class Answer(Enum):
    """What the person who asked is told; nothing in it depends on whether the address is known."""

    LOOK_IN_YOUR_MAIL = "look in your mail"
    TOO_MANY = "too many"


def request_sign_in(uow: UnitOfWork, *, email: str, client: str, next_path: str) -> Answer:
    """Have a link sent to the address if it is somebody's who has a role here.

    An unknown address gets the same answer for the same work. An address that was sent enough links gets
    the same answer and nothing more; a client that asked too often is told so.
    """
    address = address_key(email)
    counted = {"address": fingerprint(address), "client": fingerprint(client)}
    queries.hold(uow.session, *(f"{name}:{value}" for name, value in sorted(counted.items(), reverse=True)))
    since = uow.now - WINDOW
    if queries.count_sign_ins(uow.session, since, client=counted["client"]) >= REQUESTS_PER_CLIENT:
        return Answer.TOO_MANY
    if queries.count_sign_ins(uow.session, since, address=counted["address"]) < LINKS_PER_ADDRESS:
        known = queries.people_with_a_role_at(uow.session, address if is_address(address) else "")
        for person in known or (None,):
            _ask(uow, person, next_path, **counted)
    return Answer.LOOK_IN_YOUR_MAIL


def can_sign_in(uow: UnitOfWork, sign_in_id: UUID) -> bool:
    """Return whether the link is still good; asking does not use it up."""
    return queries.is_unspent(uow.session, sign_in_id, uow.now)


def sign_in(uow: UnitOfWork, sign_in_id: UUID) -> Entry | None:
    """Use the link up and return who may come in; None if it was used, is too old or never was.

    A person whose last role has ended since the link was sent is refused too.
    """
    spent = queries.spend_sign_in(uow.session, sign_in_id, uow.now)
    if spent is None or spent.person_id is None:
        return None
    person = queries.person_with_a_role(uow.session, spent.person_id)
    return Entry(person_id=person.id, next_path=spent.next_path) if person else None


def sign_out(uow: UnitOfWork, person_id: UUID) -> None:
    """End all sessions of the person, on every device, and say so."""
    person = queries.to_change(uow.session, Person, person_id)
    if person:
        uow.publish(person.end_sessions(uow.now))


def _ask(uow: UnitOfWork, person: Person | None, next_path: str, *, address: str, client: str) -> None:
    asked = SignIn(
        id=uuid4(),
        address=address,
        client=client,
        community_id=person.community_id if person else None,
        person_id=person.id if person else None,
        next_path=next_path,
        requested_at=uow.now,
        expires_at=uow.now + LIFETIME,
    )
    queries.add(uow.session, asked)
    if person:
        uow.publish(
            SignInRequested(
                id=asked.id,
                version=1,
                community_id=person.community_id,
                person_id=person.id,
                expires_at=asked.expires_at,
            )
        )
