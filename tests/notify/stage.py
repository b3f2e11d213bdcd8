"""A small community on a stage: one plan, its people, and a clock that the test turns."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from services.notify.consumers import HANDLERS
from services.notify.db.tables import EVENT_TABLES, METADATA
from services.notify.domain.deliveries import Delivery, Outcome, Result
from services.notify.use_cases.deliveries import claim_next, settle
from services.notify.use_cases.digests import run_digests
from services.notify.use_cases.imports import mark_arrived
from services.notify.use_cases.nudges import claim_nudges, people_owed
from services.notify.use_cases.turns import claim_turns
from shared.contracts import (
    CommitmentChanged,
    CommitmentState,
    CommunityChanged,
    Contract,
    Health,
    ImportApplied,
    MembershipChanged,
    OrganisationChanged,
    PersonChanged,
    PlanChanged,
    Role,
    TurnCame,
    UpdateRecorded,
    When,
)
from shared.db import migrations
from shared.db.unit_of_work import Database
from tests.clock import Clock

LONDON = ZoneInfo("Europe/London")
MONDAY_NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@dataclass
class Cast:
    """Makes events about one community, and remembers the ids."""

    clock: Clock
    community_id: UUID = field(default_factory=uuid4)
    plan_id: UUID = field(default_factory=uuid4)
    organisation_id: UUID = field(default_factory=uuid4)

    def community(self, timezone: str = "Europe/London") -> CommunityChanged:
        return CommunityChanged(
            id=self.community_id, version=1, community_id=self.community_id, name="Leafy", timezone=timezone
        )

    def organisation(self) -> OrganisationChanged:
        return OrganisationChanged(
            id=self.organisation_id, version=1, community_id=self.community_id, name="Riverside Walkers"
        )

    def plan(self) -> PlanChanged:
        return PlanChanged(
            id=self.plan_id,
            version=1,
            community_id=self.community_id,
            name="Green Spaces",
            vision_what="A park that is safe, clean and full of interest",
            vision_how="By working together",
            vision_why="It makes us stronger",
            horizon=date(2030, 1, 1),
            public=True,
        )

    def person(self, name: str = "Amina", email: str | None = None) -> PersonChanged:
        return PersonChanged(
            id=uuid4(),
            version=1,
            community_id=self.community_id,
            name=name,
            email=f"{name.lower()}@example.org" if email is None else email,
            sessions_from=None,
        )

    def membership(
        self, person_id: UUID, role: Role = Role.MEMBER, *, active: bool = True
    ) -> MembershipChanged:
        return MembershipChanged(
            id=uuid4(),
            version=1,
            community_id=self.community_id,
            person_id=person_id,
            organisation_id=self.organisation_id,
            role=role,
            active=active,
        )

    def commitment(self, contact_id: UUID | None, **changes: Any) -> CommitmentChanged:
        made = CommitmentChanged(
            id=uuid4(),
            version=1,
            community_id=self.community_id,
            plan_id=self.plan_id,
            reference="A1",
            text="Clear the path by the river",
            heading="The range of activities",
            milestone=None,
            organisation_id=self.organisation_id,
            contact_id=contact_id,
            supporting=(),
            due=None,
            evidence=None,
            state=CommitmentState.AGREED,
            health=None,
            reason=None,
            last_note=None,
            slips=0,
            import_id=None,
            changed_at=self.clock(),
            done_at=None,
        )
        return replace(made, **changes)

    def update(self, commitment_id: UUID, **changes: Any) -> UpdateRecorded:
        made = UpdateRecorded(
            id=uuid4(),
            version=1,
            community_id=self.community_id,
            plan_id=self.plan_id,
            commitment_id=commitment_id,
            organisation_id=self.organisation_id,
            person_id=None,
            action="report",
            state=CommitmentState.UNDER_WAY,
            health=Health.ON_TRACK,
            note="Going well",
            new_due=None,
            channel="link",
            at=self.clock(),
        )
        return replace(made, **changes)

    def turn(self, waiting: CommitmentChanged, on: CommitmentChanged, **changes: Any) -> TurnCame:
        made = TurnCame(
            id=uuid4(),
            version=1,
            community_id=self.community_id,
            plan_id=self.plan_id,
            commitment_id=waiting.id,
            on_plan_id=self.plan_id,
            on_id=on.id,
            when=When.DONE,
            agreed="You open the gate, we bring the walkers",
            at=self.clock(),
        )
        return replace(made, **changes)

    def import_applied(self, import_id: UUID, count: int) -> ImportApplied:
        return ImportApplied(
            id=import_id,
            version=1,
            community_id=self.community_id,
            plan_id=self.plan_id,
            commitment_count=count,
            applied_at=self.clock(),
        )

    def scenery(self) -> list[Contract]:
        return [self.community(), self.organisation(), self.plan()]


class Stage:
    """Notify's database with its jobs, run by hand."""

    def __init__(self, database_url: str) -> None:
        self.clock = Clock(MONDAY_NOON)
        self.cast = Cast(self.clock)
        self.database = Database("notify", database_url, METADATA, EVENT_TABLES, self.clock)
        migrations.upgrade(self.database, "services.notify.db.migrations")

    def hear(self, *events: Contract) -> None:
        for event in events:
            with self.database.unit_of_work() as uow:
                HANDLERS[type(event)](uow, event)

    def nudge(self) -> int:
        with self.database.unit_of_work() as uow:
            mark_arrived(uow)
        with self.database.unit_of_work(read_only=True) as uow:
            people = people_owed(uow, LONDON)
        with self.database.unit_of_work() as uow:
            return claim_nudges(uow, LONDON, people)

    def tell_turns(self) -> int:
        with self.database.unit_of_work() as uow:
            return claim_turns(uow, LONDON)

    def digest(self) -> int:
        with self.database.unit_of_work() as uow:
            return run_digests(uow, LONDON)

    def claim(self) -> Delivery | None:
        with self.database.unit_of_work() as uow:
            return claim_next(uow)

    def settle(self, delivery: Delivery, result: Result, reason: str | None = None) -> None:
        with self.database.unit_of_work() as uow:
            settle(uow, delivery.id, Outcome(result, reason))

    def deliver(self) -> list[Delivery]:
        """Let the mail server accept everything that waits."""
        sent = []
        while (delivery := self.claim()) is not None:
            self.settle(delivery, Result.ACCEPTED)
            sent.append(delivery)
        return sent

    def rows(self, name: str) -> list[RowMapping]:
        with self.database.unit_of_work(read_only=True) as uow:
            table = METADATA.tables[name]
            return list(uow.session.execute(select(table)).mappings())

    def state_of(self, delivery: Delivery) -> tuple[str, str | None]:
        found = next(row for row in self.rows("deliveries") if row["id"] == delivery.id)
        return found["state"].value, found["reason"]


def told(deliveries: Iterable[Delivery]) -> list[list[str]]:
    """Return the ids of the commitments in each e-mail."""
    return [
        sorted(item["commitment_id"] for section in delivery.data["sections"] for item in section["items"])
        for delivery in deliveries
    ]
