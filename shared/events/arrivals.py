"""Consuming over one connection: events arrive on its thread and wait for the one that handles them."""

from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from pika.channel import Channel
from pika.connection import Parameters
from pika.frame import Method
from pika.spec import Basic, BasicProperties

from shared.crash_points import reach
from shared.events.connection import BrokerConnection
from shared.events.topology import parked_queue
from shared.events.transport import Delivery

MOST_TOGETHER = 200
"""How many events are handled together at the most."""

PREFETCH = 2 * MOST_TOGETHER
"""So many that the next batch is here when one is done. Whoever dies with them is not charged for all: an
event that comes again is tried by itself, with its attempts counted one by one.
"""


class ConnectionOver(Exception):
    """The connection has ended; the message says why."""


class Arrival(NamedTuple):
    """An event that has arrived, and the number by which the broker knows it on this connection."""

    tag: int
    delivery: Delivery


class ConsumingConnection(BrokerConnection):
    """A connection on which the events of one service arrive, those that the broker gave up among them."""

    def __init__(self, parameters: Parameters, service: str) -> None:
        super().__init__(parameters, f"{service}.arrivals")
        self._service = service
        self._arrived: SimpleQueue[Arrival | None] = SimpleQueue()
        self._channel: Channel | None = None

    def next(self, patience: float) -> list[Arrival]:
        """Return what has arrived, after waiting some seconds for the first; empty when nothing came.

        Raises:
            ConnectionOver: when nothing more will arrive here.
        """
        try:
            arrivals = [self._one(self._arrived.get(timeout=patience))]
            while len(arrivals) < MOST_TOGETHER and not self._arrived.empty():
                arrivals.append(self._one(self._arrived.get_nowait()))
        except Empty:
            return []
        return arrivals

    def acknowledge(self, last: Arrival) -> None:
        """Tell the broker that everything up to this one is done."""
        self.soon(lambda: self._acknowledge(last.tag))

    def _one(self, arrival: Arrival | None) -> Arrival:
        # A connection that has ended delivers what it holds to another consumer; handling it here as
        # well would do no harm, but acknowledging it could not work.
        if arrival is None or self.is_over:
            raise ConnectionOver(self.fault)
        return arrival

    def _acknowledge(self, tag: int) -> None:
        reach("consumer.acknowledging")
        if self._channel is not None and self._channel.is_open:
            self._channel.basic_ack(tag, multiple=True)

    def _prepare(self, channel: Channel) -> None:
        self._channel = channel
        channel.add_on_cancel_callback(self._on_cancel)
        channel.basic_qos(prefetch_count=PREFETCH, callback=partial(self._look, channel))

    def _look(self, channel: Channel, _frame: Any) -> None:
        """Ask for the queue by name alone, whatever its arguments are."""
        channel.queue_declare(self._service, passive=True, callback=partial(self._listen, channel))

    def _listen(self, channel: Channel, _frame: Any) -> None:
        given_up = partial(self._on_arrival, given_up=True)
        channel.basic_consume(parked_queue(self._service), given_up)
        channel.basic_consume(self._service, self._on_arrival, callback=lambda _frame: self.ready.set())

    def _on_arrival(
        self,
        _channel: Channel,
        method: Basic.Deliver,
        _properties: BasicProperties,
        body: bytes,
        *,
        given_up: bool = False,
    ) -> None:
        delivery = Delivery(body=body, redelivered=bool(method.redelivered), given_up=given_up)
        self._arrived.put(Arrival(method.delivery_tag or 0, delivery))

    def _on_cancel(self, _frame: Method[Basic.Cancel]) -> None:
        """Treat a deleted queue as a fault: pika itself is silent about it."""
        self._close(f"NOT_FOUND: the queue {self._service} was deleted")

    def _ended(self) -> None:
        self._arrived.put(None)
