"""Delivery between processes by RabbitMQ."""

import threading
from collections.abc import Sequence
from contextlib import closing
from functools import partial

import pika
import structlog
from pika.adapters.blocking_connection import BlockingConnection
from pika.exceptions import AMQPError, ChannelClosedByBroker

from shared.events import topology
from shared.events.publisher import Publisher
from shared.events.subscriber import Subscriber
from shared.events.transport import (
    Lost,
    Message,
    Queue,
    Receive,
    Refusal,
    TopologyConflict,
    TransportUnavailable,
)

_log = structlog.get_logger(__name__)

HEARTBEAT_SECONDS = 10
BLOCKED_SECONDS = 15
SOCKET_SECONDS = 5
STACK_SECONDS = 15
_PRECONDITION_FAILED = 406


class RabbitMQTransport:
    """Publishes with confirms to a topic exchange, and consumes from a quorum queue for each service.

    Nothing is opened before it is needed, so that it may be made before a fork.
    """

    def __init__(self, url: str) -> None:
        self._parameters = _parameters(url)
        self._publisher = Publisher(self._parameters, heal=self._heal)
        self._lost: Lost = _nobody

    def declare(self) -> list[str]:
        """Make the exchange, and every service's queues and bindings; return whose queues were missing.

        Raises:
            TransportUnavailable: when the broker cannot be reached.
            TopologyConflict: when a queue is there with other arguments; the message has both.
        """
        try:
            with closing(self._connect()) as connection:
                return topology.declare(connection)
        except ChannelClosedByBroker as fault:
            if fault.reply_code == _PRECONDITION_FAILED:
                raise TopologyConflict(fault.reply_text) from fault
            raise TransportUnavailable(str(fault)) from fault
        except (AMQPError, OSError) as fault:
            raise TransportUnavailable(f"{type(fault).__name__}: {fault}") from fault

    def publish(self, messages: Sequence[Message]) -> list[Refusal | None]:
        """Send the messages and return the broker's answer for each."""
        return self._publisher.publish(messages)

    def consume(self, service: str, receive: Receive, stop: threading.Event, lost: Lost) -> None:
        """Consume the service's queue on this thread until `stop` is set."""
        self._lost = lost
        Subscriber(self._parameters, service, receive, heal=partial(self._heal, service)).run(stop)

    def queue(self, service: str) -> Queue:
        """Look at all that we need of the broker, and return what the service's queue holds.

        Raises:
            TransportUnavailable: when the broker does not answer, or lacks something.
        """
        try:
            with closing(self._connect()) as connection:
                return topology.look(connection.channel())[service]
        except (AMQPError, OSError) as fault:
            raise TransportUnavailable(f"{type(fault).__name__}: {fault}") from fault

    def close(self) -> None:
        """End the publisher's connection; consumers end by their own `stop`."""
        self._publisher.close()

    def _connect(self) -> BlockingConnection:
        return BlockingConnection(self._parameters)

    def _heal(self, service: str | None = None, dead: bool = False) -> None:  # noqa: FBT001, FBT002  # A callback's.
        """Make what is missing, after deleting the service's queue if it is dead, and tell whose it was.

        Whoever comes first makes the queues of all, of those too that do not run at the moment.
        """
        try:
            with closing(self._connect()) as connection:
                if service and dead:
                    connection.channel().queue_delete(service)
                made = topology.declare(connection)
        except (AMQPError, OSError):
            # The next attempt of whoever asked will meet the same fault and tell of it.
            return
        for each in made:
            _log.error("queue made again", queue=each)
            self._lost(each, "its queue was dead" if dead and each == service else "its queue was missing")


def _nobody(_service: str, _reason: str) -> None:
    """Tell nobody: a process that consumes nothing keeps no copies."""


def _parameters(url: str) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.heartbeat = HEARTBEAT_SECONDS
    parameters.blocked_connection_timeout = BLOCKED_SECONDS
    parameters.socket_timeout = SOCKET_SECONDS
    parameters.stack_timeout = STACK_SECONDS
    parameters.connection_attempts = 1
    return parameters
