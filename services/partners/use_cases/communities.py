"""Beginning a community."""

from uuid import UUID, uuid4

from services.partners.db import queries
from services.partners.domain.communities import Community
from shared.db.unit_of_work import UnitOfWork


def create_community(
    uow: UnitOfWork, *, name: str, timezone: str, community_id: UUID | None = None
) -> Community:
    """Begin a community and say so.

    With an id, beginning it again changes nothing and returns the one that is there.
    """
    wanted = Community.start(community_id or uuid4(), name, timezone)
    existing = uow.session.get(Community, wanted.id)
    if existing:
        return existing
    queries.add(uow.session, wanted)
    uow.publish(wanted.state())
    return wanted
