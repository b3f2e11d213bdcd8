"""Giving and ending roles."""

from uuid import UUID

from services.partners.db import queries
from services.partners.domain.communities import Community
from services.partners.domain.memberships import Membership
from services.partners.domain.organisations import Organisation
from services.partners.domain.people import Person
from services.partners.domain.refusals import Refused
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork


def give_role(uow: UnitOfWork, person: Person, role: Role, organisation_id: UUID | None) -> Membership:
    """Give the person the role, once more if it had ended, and say so.

    Raises:
        Refused: the role needs an organisation, or the one named is not of the person's community.
    """
    _must_be_of(uow, person.community_id, organisation_id)
    wanted = Membership.of(person.community_id, person.id, role, organisation_id)
    held = queries.to_change(uow.session, Membership, wanted.id)
    if held is None:
        uow.publish(queries.add(uow.session, wanted).state())
        return wanted
    resumed = held.resume()
    if resumed:
        uow.publish(resumed)
    return held


def join(uow: UnitOfWork, person: Person, organisation_id: UUID) -> None:
    """Make the person a member of the organisation because a sheet says so, and say so.

    The organisation may be news that is still on its way here. A membership that a coordinator ended
    stays ended: a sheet that is read again must not bring back somebody who has left.
    """
    wanted = Membership.of(person.community_id, person.id, Role.MEMBER, organisation_id)
    held = uow.session.get(Membership, wanted.id) or queries.add(uow.session, wanted)
    uow.publish(held.state())


def end_membership(uow: UnitOfWork, membership: Membership) -> None:
    """End the role, and say so.

    Raises:
        Refused: nobody would be left to look after the community.
    """
    if membership.role is Role.COORDINATOR:
        _must_not_be_last(uow, membership)
    ended = membership.end()
    if ended:
        uow.publish(ended)


def _must_be_of(uow: UnitOfWork, community_id: UUID, organisation_id: UUID | None) -> None:
    if organisation_id is None:
        return
    organisation = uow.session.get(Organisation, organisation_id)
    if organisation is None or organisation.community_id != community_id:
        raise Refused("Choose an organisation of this community", field="organisation_id")


def _must_not_be_last(uow: UnitOfWork, membership: Membership) -> None:
    # Held, so that two coordinators who end each other's roles at once do not both succeed.
    queries.to_change(uow.session, Community, membership.community_id)
    held = queries.coordinators(uow.session, membership.community_id)
    if all(other.id == membership.id for other in held):
        raise Refused("A community keeps at least one coordinator: add another one first")
