"""What a service is, declared as data, and one put together with its settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import click
import flask
import flask_smorest
from sqlalchemy import MetaData

from shared import tracing
from shared.clock import Clock, utc_now
from shared.contracts import NO_COMMUNITY, RESYNC_ASKED, Contract
from shared.contracts.routing import HEARS
from shared.db import migrations
from shared.db.kinds import Kind
from shared.db.principals import Principals
from shared.db.resyncs import Resyncs
from shared.db.unit_of_work import Database
from shared.events.applying import Handler
from shared.events.envelope import unversioned
from shared.events.inbox import Consumer
from shared.events.parked import ParkedEvents
from shared.events.tables import EventTables
from shared.events.transport import Transport
from shared.http.app import create_app
from shared.http.links import Links
from shared.http.site import Figure, Find, Site
from shared.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Job:
    """Something the service's worker does again and again.

    `run` must do no harm when it is run twice at once, here or in another process. It is called after
    each interval, and sooner when events have come in, if they concern it.
    """

    name: str
    every: timedelta
    run: Callable[["Runtime"], None]
    on_events: bool = True


@dataclass(frozen=True, kw_only=True)
class Service:
    """A deployable: what it stores, hears, does by itself and shows.

    `migrations` is the package of its Alembic revisions. `kinds` are the things that the service
    owns and can say again. `commands` are operators' commands; `click.pass_obj` hands them
    an `OpenRuntime`.
    """

    name: str
    title: str
    metadata: MetaData
    event_tables: EventTables
    principals: Principals
    migrations: str
    handlers: Mapping[type[Contract], Handler]
    things: Mapping[str, Find]
    api: tuple[flask_smorest.Blueprint, ...]
    web: tuple[flask.Blueprint, ...]
    kinds: tuple[Kind, ...]
    jobs: tuple[Job, ...] = ()
    commands: tuple[click.Command, ...] = ()
    figures: tuple[Figure, ...] = ()


WORKER_LOOPS = 10
"""A worker's threads that use the database besides its jobs: two relays, listen, consumer, retry, sweep,
those of shared/resync.py, and one to spare.
"""

OpenRuntime = Callable[[str], "Runtime"]
"""What a command is handed: a function from the service's name to its runtime, which it then starts."""


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """A service with its database, its links and its way to send events."""

    service: Service
    settings: Settings
    clock: Clock
    database: Database
    links: Links
    transport: Transport
    consumer: Consumer

    @classmethod
    def start(
        cls, service: Service, settings: Settings, transport: Transport, clock: Clock = utc_now
    ) -> "Runtime":
        """Put the service together. Call it after a fork, never before: it opens the database engine."""
        database = Database(
            service.name,
            settings.database_url_of(service.name),
            service.metadata,
            service.event_tables,
            clock,
            threads=settings.threads + WORKER_LOOPS + len(service.jobs),
        )
        return cls(
            service=service,
            settings=settings,
            clock=clock,
            database=database,
            links=Links(settings.secret_keys, clock),
            transport=transport,
            consumer=Consumer(database, service.handlers),
        )

    def migrate(self) -> None:
        """Bring the database's tables to this release, then declare what the transport needs."""
        migrations.upgrade(self.database, self.service.migrations)
        self.transport.declare()

    def app(self) -> flask.Flask:
        """Return the service's web application."""
        return create_app(
            Site(
                name=self.service.name,
                title=self.service.title,
                settings=self.settings,
                database=self.database,
                clock=self.clock,
                links=self.links,
                principals=self.service.principals,
                transport=self.transport,
                parked=self.parked,
                things=self.service.things,
                api=self.service.api,
                web=self.service.web,
                figures=self.service.figures,
            )
        )

    @property
    def resyncs(self) -> Resyncs:
        """What is being said again here."""
        return Resyncs(self.service.event_tables, self.service.kinds)

    @property
    def parked(self) -> ParkedEvents:
        """The events that wait for a person here."""
        return ParkedEvents(self.database, self.consumer)

    def run(self, job: Job) -> None:
        """Run one of the service's jobs, in a trace of its own."""
        name = f"{self.service.name}.{job.name}"
        with tracing.span(f"job {name}", tracing.Kind.INTERNAL, facts={"service": self.service.name}):
            job.run(self)

    def ask_for_resync(self, reason: str, kinds: Sequence[str] = (), *, service: str | None = None) -> None:
        """Ask for what a service keeps copies of to be said again; it is this one unless another is named.

        No kinds mean all that it hears. Whoever finds another's queue missing may own some of them itself.
        """
        hearer = service or self.service.name
        asked = kinds or sorted({unversioned(contract.TYPE) for contract in HEARS[hearer]})
        with self.database.unit_of_work() as uow:
            self.resyncs.begin(uow, kinds=asked, asked_by=hearer, reason=reason)
            uow.publish(
                RESYNC_ASKED[self.service.name](
                    id=uuid4(),
                    version=1,
                    community_id=NO_COMMUNITY,
                    asked_by=hearer,
                    kinds=tuple(asked),
                    reason=reason,
                )
            )
