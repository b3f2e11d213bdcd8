"""Loads the demo community through the same use cases that people use."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from deploy.demo.run import begin, look
from deploy.demo.sheet import FILE_NAME, sheet
from deploy.demo.story import WAITS, WORKSHOP_DAYS_AGO, Said, story
from deploy.demo.vision import HORIZON_DAYS, MILESTONES, PLAN, VISION
from deploy.demo.workshops import record_workshops
from deploy.house import House
from services.partners.use_cases.communities import create_community
from services.partners.use_cases.people import add_person_with_role
from services.plans.db.tables import commitments, plans
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.agreements import agree_with_called
from services.plans.use_cases.applying import apply_import
from services.plans.use_cases.holders import say
from services.plans.use_cases.imports import preview_import
from services.plans.use_cases.links import Holder
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.photo_files import photo_store
from services.plans.use_cases.plans import create_plan
from services.plans.use_cases.proofs import link_to
from shared.clock import local_date, utc_now
from shared.contracts import Role
from shared.db.unit_of_work import UnitOfWork
from shared.events.inprocess import InProcessTransport
from shared.events.relay import relay_once
from shared.settings import Settings

COORDINATOR = ("Nell Fairweather", "coordinator@example.org")
OFFICER = ("Imran Lowe", "officer@example.org")
COMMUNITY = "Brindle Brook community of practice"
MORNING, AFTERNOON = time(8, 5), time(14, 30)


@dataclass
class _Calendar:
    """The demo's clock: what is loaded happened on earlier days."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


class Demo:
    """Loads one demo community, each thing on the day on which it is said to have happened."""

    def __init__(self, settings: Settings) -> None:
        self._now = utc_now()
        self._calendar = _Calendar(self._now)
        self._today = local_date(self._now, settings.timezone)
        self._zone = settings.timezone
        # Events are handed over at once, whatever the installation uses: a day is over when all have heard.
        self._transport = InProcessTransport()
        # The e-mails of the weeks before are kept for the mailbox page, and never sent to anybody.
        unsent = replace(settings, mail_url="mailbox:")
        self._house = House.open(unsent, self._calendar, self._transport)

    def load(self) -> bool:
        """Load everything, unless a plan is there already; return whether it was loaded.

        The weeks since the workshop pass day by day: what was said is told to the other services, and the
        jobs run every morning. So the mailbox holds the e-mails that would have been sent.
        """
        if self._has_plan():
            return False
        with ExitStack() as hearing:
            for name, runtime in self._house.runtimes.items():
                hearing.enter_context(self._transport.hearing(name, runtime.consumer.receive))
            self._hold_the_workshop()
            said = list(story(self._today))
            for days_ago in range(WORKSHOP_DAYS_AGO, -1, -1):
                self._live_through(days_ago, [each for each in said if each.days_ago == days_ago])
            self._record_workshops()
        return True

    def close(self) -> None:
        """Let go of the databases."""
        self._house.close()

    def _hold_the_workshop(self) -> None:
        self._go_to(WORKSHOP_DAYS_AGO, AFTERNOON)
        self._community_id = self._begin_community()
        self._plan_id = self._begin_plan(self._community_id)
        self._import()
        self._note_waits()
        self._run_id = begin(self._house.runtimes["plans"].database, self._plan_id, self._today)
        self._settle()
        self._run_jobs()

    def _live_through(self, days_ago: int, said: list[Said]) -> None:
        if self._go_to(days_ago, MORNING):
            self._run_jobs()
        if said and self._go_to(days_ago, AFTERNOON):
            for each in said:
                self._say(each)
            self._settle()
            look(self._house.runtimes["plans"].database, self._run_id, days_ago)

    def _run_jobs(self) -> None:
        for _name in self._house.run_jobs():
            self._settle()

    def _settle(self) -> None:
        while sum(relay_once(each.database, each.transport) for each in self._house.runtimes.values()):
            pass

    def _has_plan(self) -> bool:
        with self._house.runtimes["plans"].database.unit_of_work(read_only=True) as uow:
            return bool(uow.session.scalar(select(func.count()).select_from(plans)))

    def _go_to(self, days_ago: int, hour: time) -> bool:
        """Set the clock to that hour, unless it has not come yet; return whether it was set."""
        then = datetime.combine(self._today - timedelta(days=days_ago), hour, self._zone).astimezone(UTC)
        if then > self._now:
            return False
        self._calendar.at = then
        return True

    def _begin_community(self) -> UUID:
        with self._house.runtimes["partners"].database.unit_of_work() as uow:
            community = create_community(uow, name=COMMUNITY, timezone=self._zone.key)
            for (name, email), role in ((COORDINATOR, Role.COORDINATOR), (OFFICER, Role.OFFICER)):
                add_person_with_role(uow, community.id, name=name, email=email, role=role)
            return community.id

    def _begin_plan(self, community_id: UUID) -> UUID:
        with self._house.runtimes["plans"].database.unit_of_work() as uow:
            horizon = self._today + timedelta(days=HORIZON_DAYS)
            plan = create_plan(uow, community_id, name=PLAN, vision=VISION, horizon=horizon, public=True)
            for text, days in MILESTONES.items():
                add_milestone(uow, plan.id, text, self._today + timedelta(days=days))
            return plan.id

    def _import(self) -> None:
        content = sheet(self._today)
        with self._house.runtimes["plans"].database.unit_of_work() as uow:
            preview = preview_import(uow, self._plan_id, FILE_NAME, content, Actor(channel=Channel.IMPORT))
            apply_import(uow, preview.of.id, Actor(channel=Channel.IMPORT))

    def _record_workshops(self) -> None:
        plans_runtime = self._house.runtimes["plans"]
        store = photo_store(plans_runtime.settings)
        record_workshops(plans_runtime.database, store, (self._plan_id, self._community_id), self._today)

    def _note_waits(self) -> None:
        with self._house.runtimes["plans"].database.unit_of_work() as uow:
            for waiting, on, terms in WAITS:
                actor = Actor(channel=Channel.PAGE)
                agree_with_called(uow, self._called(uow, waiting).id, on, terms, actor)

    def _called(self, uow: UnitOfWork, reference: str) -> Row[Any]:
        found = select(commitments).where(
            commitments.c.plan_id == self._plan_id, commitments.c.reference == reference
        )
        return uow.session.execute(found).one()

    def _say(self, said: Said) -> None:
        with self._house.runtimes["plans"].database.unit_of_work() as uow:
            row = self._called(uow, said.reference)
            holder = Holder(
                person_id=row.contact_id,
                organisation_id=row.organisation_id,
                plan_id=row.plan_id,
                community_id=row.community_id,
            )
            need, proofs = said.need, link_to(said.link)
            say(uow, holder, row.id, row.version, said.action, said.details, need, proofs)


def newcomers_guide(base_url: str) -> list[str]:
    """Return what a newcomer may want to look at."""
    return [
        f"  the demo's plan, as a roadmap:   {base_url}/plans/",
        f"  the same for programs:           {base_url}/plans/api/v1/plans",
        f"  sign in as {COORDINATOR[1]} or {OFFICER[1]}:  {base_url}/partners/sign-in",
        f"  then, the digest that comes next:  {base_url}/notify/digest",
    ]
