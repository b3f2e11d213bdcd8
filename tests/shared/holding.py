"""A service that holds parked events of both kinds."""

from uuid import UUID

from shared.db.unit_of_work import Database
from shared.events.envelope import decode
from shared.events.failures import MOST_ATTEMPTS
from shared.events.inbox import Consumer
from shared.events.relay import MOST_LASTING_REFUSALS, relay_once
from shared.events.transport import Delivery
from tests.clock import Clock
from tests.shared.samples import organisation, sealed
from tests.shared.transports import Sink


def park_unsendable(database: Database, clock: Clock) -> UUID:
    """Say an event that no transport takes, until it is parked, and return its id."""
    with database.unit_of_work() as uow:
        uow.publish(organisation("refused"))
    for _ in range(MOST_LASTING_REFUSALS):
        relay_once(database, Sink(refuse="refused", lasting=True))
        clock.forward(seconds=30)
    return uow.said[0].id


def park_inapplicable(consumer: Consumer, clock: Clock) -> UUID:
    """Receive an event whose handler fails, until it is parked, and return its id."""
    body = sealed(organisation("fails"))
    consumer.receive([Delivery(body=body)])
    for _ in range(MOST_ATTEMPTS):
        clock.forward(minutes=10)
        consumer.retry_due()
    return decode(body).id
