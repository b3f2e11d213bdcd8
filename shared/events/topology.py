"""What the broker holds: one topic exchange, and for each service its queue and a queue of last resort."""

from typing import Any

from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from pika.exceptions import ChannelClosedByBroker

from shared.contracts.routing import HEARS
from shared.events.envelope import unversioned
from shared.events.transport import Queue

EXCHANGE = "backcast.events"
_NOT_FOUND = 404

DELIVERY_LIMIT = 1000
"""How often the broker delivers an event that is never acknowledged, before it goes to the parked queue.

Consumers count and park long before; the broker's own count charges every event that a crashed consumer
had in hand, so a low limit would set innocent ones aside.
"""


def declare(connection: BlockingConnection) -> list[str]:
    """Make whatever is not there yet, leave the rest as it is, and return whose queues had to be made."""
    missing = [service for service in HEARS if not _is_there(connection, service)]
    channel = connection.channel()
    channel.exchange_declare(EXCHANGE, exchange_type="topic", durable=True)
    for service in HEARS:
        _declare_queue(channel, parked_queue(service), {})
        _declare_queue(channel, service, _dead_letters(service))
        for pattern in patterns(service):
            channel.queue_bind(service, EXCHANGE, routing_key=pattern)
    return missing


def look(channel: BlockingChannel) -> dict[str, Queue]:
    """Return each service's queue, or raise the broker's own error when something is missing."""
    channel.exchange_declare(EXCHANGE, passive=True)
    return {service: _queue(channel, service) for service in HEARS}


def patterns(service: str) -> list[str]:
    """Return the binding keys of the service's queue: each type it hears, of any version and community."""
    return sorted({f"{unversioned(contract.TYPE)}.*" for contract in HEARS[service]})


def parked_queue(service: str) -> str:
    """Return the name of the queue for what the broker itself gave up delivering."""
    return f"{service}.parked"


def _is_there(connection: BlockingConnection, queue: str) -> bool:
    """Ask on a channel of its own, which the broker closes when the answer is no."""
    channel = connection.channel()
    try:
        channel.queue_declare(queue, passive=True)
    except ChannelClosedByBroker as fault:
        if fault.reply_code == _NOT_FOUND:
            return False
        raise
    channel.close()
    return True


def _queue(channel: BlockingChannel, name: str) -> Queue:
    found = channel.queue_declare(name, passive=True).method
    return Queue(waiting=int(found.message_count), consumers=int(found.consumer_count))


def _declare_queue(channel: BlockingChannel, name: str, arguments: dict[str, Any]) -> None:
    channel.queue_declare(name, durable=True, arguments={"x-queue-type": "quorum", **arguments})


def _dead_letters(service: str) -> dict[str, Any]:
    return {
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": parked_queue(service),
        # Without these two a broker that stops in the middle loses the event that it moves.
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
