"""The partners service put together."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from services.partners.api import API
from services.partners.cli import COMMANDS
from services.partners.consumers import HANDLERS
from services.partners.db import tables
from services.partners.domain.memberships import Membership
from services.partners.domain.organisations import Organisation
from services.partners.domain.tokens import Token
from services.partners.jobs import JOBS
from services.partners.use_cases.say_again import KINDS
from services.partners.web import WEB
from shared.db.unit_of_work import UnitOfWork
from shared.http.site import Find, Thing
from shared.service import Service

Entity = TypeVar("Entity", Organisation, Membership, Token)


def _find(kind: type[Entity]) -> Find:
    def find(uow: UnitOfWork, thing_id: UUID) -> Thing | None:
        found = uow.session.get(kind, thing_id)
        return Thing(community_id=found.community_id) if found else None

    return find


THINGS: Mapping[str, Find] = {
    "organisation_id": _find(Organisation),
    "membership_id": _find(Membership),
    "token_id": _find(Token),
}
"""What the routes' arguments name, and whose it is."""

SERVICE = Service(
    name="partners",
    title="Partners",
    metadata=tables.METADATA,
    event_tables=tables.EVENT_TABLES,
    principals=tables.PRINCIPALS,
    migrations="services.partners.db.migrations",
    handlers=HANDLERS,
    things=THINGS,
    api=API,
    web=WEB,
    kinds=KINDS,
    jobs=JOBS,
    commands=COMMANDS,
)
