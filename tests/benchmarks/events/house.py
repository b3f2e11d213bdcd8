"""Backcast's three services on fresh databases and a fresh virtual host, its processes started at need."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pika
import psycopg
from pika.adapters.blocking_connection import BlockingConnection

from deploy.local.__main__ import service as command_of
from services.notify.app import SERVICE as NOTIFY
from services.partners.app import SERVICE as PARTNERS
from services.plans.app import SERVICE as PLANS
from shared.events.rabbitmq import RabbitMQTransport
from shared.service import Runtime, Service
from shared.settings import SERVICES
from tests.servers import Servers, fresh_database, fresh_host
from tests.settings import settings_in
from tests.system.processes import Process, stop_together

Connection = psycopg.Connection[tuple[Any, ...]]
ALL = (PLANS, PARTNERS, NOTIFY)
SECRET = "a-secret-of-a-benchmark-that-is-long-enough-to-be-taken"
CONSUMERS = ("notify", "partners")
"""Who hears of commitments, so each event of ours goes into two quorum queues."""


class NotWaiting(Exception):
    """A queue is shorter than it should be."""


@dataclass(frozen=True, kw_only=True)
class House:
    """Where the services of one benchmark are.

    Attributes:
        folder: its logs.
        databases: the URL (postgresql://) of each service's own.
        broker: the URL of its virtual host.
    """

    folder: Path
    databases: dict[str, str]
    broker: str

    @property
    def database_url(self) -> str:
        """Return the databases as the settings name them, with a place for the service."""
        return (
            self.databases["plans"]
            .replace("postgresql:", "postgresql+psycopg:")
            .replace("_plans", "_{service}")
        )

    @property
    def environment(self) -> dict[str, str]:
        """Return what the processes need to know."""
        return {
            "BACKCAST_DATA": str(self.folder),
            "BACKCAST_DATABASE_URL": self.database_url,
            "BACKCAST_BROKER_URL": self.broker,
            "BACKCAST_SECRET_KEYS": SECRET,
        }

    def process(self, service: str, part: str, **extra: str) -> Process:
        """Return a process of a service, which is still to be started."""
        environment = {**self.environment, **extra}
        log = self.folder / f"{service}.{part}.log"
        return Process(f"{service}.{part}", [*command_of(service), part], environment, log)

    def worker(self, service: str) -> Process:
        """Return the worker of a service, which is still to be started."""
        return self.process(service, "work")

    @contextmanager
    def runtime(self, service: Service = PLANS) -> Iterator[Runtime]:
        """Give a service put together in this process."""
        settings = replace(settings_in(self.folder), database_url=self.database_url, broker_url=self.broker)
        runtime = Runtime.start(service, settings, RabbitMQTransport(self.broker))
        try:
            yield runtime
        finally:
            runtime.database.engine.dispose()

    def connect(self, service: str) -> Connection:
        """Connect to a service's database, each statement a transaction of its own."""
        return psycopg.connect(self.databases[service], autocommit=True)

    def empty_queues(self) -> None:
        """Take everything out of the queues that our events went into."""
        with BlockingConnection(pika.URLParameters(self.broker)) as connection:
            for queue in CONSUMERS:
                connection.channel().queue_purge(queue)

    def check_waiting(self, count: int) -> None:
        """Raise unless so many events wait in each queue: else what follows would prove nothing."""
        with BlockingConnection(pika.URLParameters(self.broker)) as connection:
            for queue in CONSUMERS:
                waiting = connection.channel().queue_declare(queue, passive=True).method.message_count
                if waiting < count:
                    raise NotWaiting(f"{waiting} of {count} events wait in {queue}")


@contextmanager
def house(servers: Servers) -> Iterator[House]:
    """Make the databases, the virtual host and all that `migrate` makes in them."""
    prefix = f"bench_{uuid4().hex[:8]}"
    with ExitStack() as stack:
        databases = {
            name: stack.enter_context(fresh_database(servers.postgresql, f"{prefix}_{name}"))
            for name in SERVICES
        }
        broker = stack.enter_context(fresh_host(servers.rabbitmq, servers.rabbitmq_api))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backcast-bench-")))
        made = House(folder=folder, databases=databases, broker=broker)
        for service in ALL:
            with made.runtime(service) as runtime:
                runtime.migrate()
        yield made


@contextmanager
def running(*processes: Process) -> Iterator[None]:
    """Run the processes until the end of the block."""
    for process in processes:
        process.start()
    try:
        yield
    finally:
        stop_together(processes)
