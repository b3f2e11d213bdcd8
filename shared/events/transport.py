"""What a way to send events between services must offer."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID


class TransportUnavailable(Exception):
    """Nothing can be sent now; the message says why. No event is at fault."""


class TopologyConflict(Exception):
    """What the transport holds was made with other arguments; the message has both."""


class Message(NamedTuple):
    """One sealed event on its way; `redelivered` says that an attempt to send it has begun before."""

    id: UUID
    type: str
    routing_key: str
    body: bytes
    redelivered: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why an event was not accepted; `lasting` when the same event would be refused at any other time."""

    reason: str
    lasting: bool = False


class Delivery(NamedTuple):
    """One event as it arrives.

    `redelivered` says that it was handed over before, perhaps with others, and never came to an end;
    `given_up` that the transport itself will not deliver it any more.
    """

    body: bytes
    redelivered: bool = False
    given_up: bool = False


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What waits for a service: how many events, and how many workers of its take them."""

    waiting: int
    consumers: int


class Receive(Protocol):
    """What a consumer does with events that arrive together."""

    def __call__(self, deliveries: Sequence[Delivery]) -> object:
        """Take the events; they are the consumer's own concern once this returns.

        It raises when nothing could be done or noted about some of them at this time; all come again.
        """


Lost = Callable[[str, str], object]
"""Told with a service and a reason when events on their way to it may be gone, to have them said again."""


class Transport(Protocol):
    """Brings each event to every service that hears it (`HEARS`): at least once, in no promised order."""

    def declare(self) -> Sequence[str]:
        """Make what the transport needs (exchange, queues), as often as one likes.

        It returns the services whose way was missing and has been made.

        Raises:
            TransportUnavailable: when it cannot be reached.
            TopologyConflict: when what is there differs from what this release needs.
        """

    def publish(self, messages: Sequence[Message]) -> list[Refusal | None]:
        """Send the messages, and say for each None when it is in safe hands, or why it is not.

        Several threads may publish at once; each waits for its own messages alone.

        Raises:
            TransportUnavailable: when none could be tried.
        """

    def consume(self, service: str, receive: Receive, stop: threading.Event, lost: Lost) -> None:
        """Hand the events that the service hears to `receive`, some at a time, until `stop` is set."""

    def queue(self, service: str) -> Queue:
        """Look whether events can be sent, and how many wait for the service here.

        Raises:
            TransportUnavailable: when none can be sent, or that cannot be told now.
        """

    def close(self) -> None:
        """Let go of connections and threads."""
