"""Events that could not be passed on, put into the running demo."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from services.notify.app import SERVICE
from shared.contracts import OrganisationChanged
from shared.db.unit_of_work import Database, UnitOfWork
from shared.events.envelope import Envelope, encode, routing_key, seal
from shared.events.inbox import Consumer
from shared.events.transport import Delivery
from tests.browser.site import DemoSite


def park(site: DemoSite) -> None:
    """Let notify hold an event that a newer release understands, and one that no transport takes."""
    url = f"sqlite:///{site.data}/notify.sqlite3"
    database = Database("notify", url, SERVICE.metadata, SERVICE.event_tables)
    with database.unit_of_work() as uow:
        community = uow.session.scalars(select(SERVICE.metadata.tables["communities"].c.id)).one()
        event = _event(community, uow.now)
        _hold(uow, event)
    newer = encode(event).replace(b"changed.v1", b"changed.v9")
    Consumer(database, SERVICE.handlers).receive([Delivery(body=newer)])
    database.engine.dispose()


def _event(community: UUID, now: datetime) -> Envelope:
    choir = OrganisationChanged(id=uuid4(), version=1, community_id=community, name="Riverside Choir")
    return seal(choir, source="/partners", now=now)


def _hold(uow: UnitOfWork, event: Envelope) -> None:
    uow.session.execute(
        insert(SERVICE.event_tables.outbox).values(
            event_id=event.id,
            type=event.type,
            subject=event.subject,
            routing_key=routing_key(event),
            body=encode(event),
            created_at=uow.now,
            attempts=5,
            next_attempt_at=uow.now,
            reason="no queue is bound for it",
            parked_at=uow.now,
        )
    )
