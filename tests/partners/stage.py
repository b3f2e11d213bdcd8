"""A community with its coordinator on a stage: partners' database, and a clock that the test turns."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from services.partners.consumers import HANDLERS
from services.partners.db.tables import EVENT_TABLES, METADATA
from services.partners.domain.communities import Community
from services.partners.domain.memberships import Membership
from services.partners.domain.organisations import Organisation
from services.partners.use_cases.communities import create_community
from services.partners.use_cases.organisations import name_organisation
from services.partners.use_cases.people import add_person_with_role
from shared.contracts import Contract, Role
from shared.db import migrations
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.services import said_in

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Stage:
    def __init__(self, database_url: str) -> None:
        self.clock = Clock(NOON)
        self.database = Database("partners", database_url, METADATA, EVENT_TABLES, self.clock)
        migrations.upgrade(self.database, "services.partners.db.migrations")
        self.community = self.begin("Leafy")

    def begin(self, name: str) -> Community:
        with self.database.unit_of_work() as uow:
            return create_community(uow, name=name, timezone="Europe/London")

    def organisation(self, name: str, community: Community | None = None) -> Organisation:
        with self.database.unit_of_work() as uow:
            return name_organisation(uow, (community or self.community).id, name)

    def person(
        self,
        name: str,
        role: Role = Role.COORDINATOR,
        organisation_id: UUID | None = None,
        *,
        email: str | None = None,
        community: Community | None = None,
    ) -> Membership:
        with self.database.unit_of_work() as uow:
            return add_person_with_role(
                uow,
                (community or self.community).id,
                name=name,
                email=email or f"{name.split(maxsplit=1)[0].lower()}@example.org",
                role=role,
                organisation_id=organisation_id,
            )

    def hear(self, *events: Contract) -> None:
        for event in events:
            with self.database.unit_of_work() as uow:
                HANDLERS[type(event)](uow, event)

    def rows(self, name: str) -> list[RowMapping]:
        with self.database.unit_of_work(read_only=True) as uow:
            return list(uow.session.execute(select(METADATA.tables[name])).mappings())

    def state(self) -> dict[str, list[str]]:
        """Everything in every table, to see whether anything changed at all."""
        return {name: sorted(map(repr, self.rows(name))) for name in METADATA.tables}

    def said(self, kind: type[Contract] | None = None) -> list[Contract]:
        """The events in the outbox, in the order in which they were said."""
        return [event for event in said_in(self.database) if kind is None or isinstance(event, kind)]
