"""The services chosen by the settings, put together in this process."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from services.notify.app import SERVICE as NOTIFY
from services.partners.app import SERVICE as PARTNERS
from services.plans.app import SERVICE as PLANS
from shared.clock import Clock, utc_now
from shared.events.inprocess import InProcessTransport
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.transport import Transport
from shared.service import Runtime, Service
from shared.settings import Settings
from shared.worker import Worker

SERVICES: dict[str, Service] = {service.name: service for service in (PLANS, PARTNERS, NOTIFY)}
FRONT = PLANS.name
"""The service that answers what lies under no service's own path, such as the community's page at /."""

WSGIApplication = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass(frozen=True)
class House:
    """Runtimes of the chosen services over one transport."""

    runtimes: dict[str, Runtime]

    @classmethod
    def open(cls, settings: Settings, clock: Clock = utc_now, transport: Transport | None = None) -> "House":
        """Put the chosen services together. Call it after a fork, never before.

        Events travel by the transport given, else by the one that the settings name.
        """
        chosen = transport or transport_of(settings)
        names = settings.services
        return cls({name: Runtime.start(SERVICES[name], settings, chosen, clock) for name in names})

    def migrate(self) -> None:
        """Bring every service's database to this release."""
        for runtime in self.runtimes.values():
            runtime.migrate()

    def close(self) -> None:
        """Let go of the databases; SQLite then leaves nothing beside its files."""
        for runtime in self.runtimes.values():
            runtime.database.engine.dispose()

    def run_jobs(self) -> Iterator[str]:
        """Run every job once, and yield the name of each that has run."""
        for name, runtime in self.runtimes.items():
            for job in runtime.service.jobs:
                runtime.run(job)
                yield f"{name}.{job.name}"

    def workers(self) -> list[Worker]:
        """Return a worker for each service, not started yet."""
        return [Worker(runtime) for runtime in self.runtimes.values()]

    def wsgi(self) -> WSGIApplication:
        """Return one application that hands each request to the service named by its path."""
        applications = {name: runtime.app() for name, runtime in self.runtimes.items()}

        def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            first = environ.get("PATH_INFO", "").lstrip("/").partition("/")[0]
            return applications.get(first, applications[FRONT])(environ, start_response)

        return application


def transport_of(settings: Settings) -> Transport:
    """Return the way events travel by these settings: inside this process, or through RabbitMQ."""
    return RabbitMQTransport(settings.broker_url) if settings.broker_url else InProcessTransport()
