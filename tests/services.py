"""A service around a database that a test has made."""

from pathlib import Path

from sqlalchemy import select

from shared.clock import Clock
from shared.contracts import Contract
from shared.db.unit_of_work import Database
from shared.events.envelope import decode, unseal
from shared.events.inbox import Consumer
from shared.events.inprocess import InProcessTransport
from shared.http.links import Links
from shared.service import Runtime, Service
from tests.settings import settings_in


def runtime_over(
    database: Database, service: Service, clock: Clock, folder: Path, **changes: object
) -> Runtime:
    """Return the service put together, with its files in the folder and nothing else outside the database.

    The changes are settings that are not as usual.
    """
    settings = settings_in(folder, **changes)
    return Runtime(
        service=service,
        settings=settings,
        clock=clock,
        database=database,
        links=Links(settings.secret_keys, clock),
        transport=InProcessTransport(),
        consumer=Consumer(database, service.handlers),
    )


def said_in(database: Database) -> list[Contract]:
    """Return everything that was said so far, in its order."""
    outbox = database.event_tables.outbox
    with database.unit_of_work(read_only=True) as uow:
        bodies = uow.session.scalars(select(outbox.c.body).order_by(outbox.c.seq)).all()
    return [unseal(decode(body)) for body in bodies]
