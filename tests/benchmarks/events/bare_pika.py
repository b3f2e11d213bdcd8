"""What pika alone can do: publish with confirms in a window, and consume with acks of many at once."""

import time
from collections.abc import Sequence

import pika
from pika.channel import Channel
from pika.connection import Connection
from pika.frame import Method
from pika.spec import Basic, BasicProperties

from shared.events.envelope import CONTENT_TYPE
from shared.events.topology import EXCHANGE
from shared.events.transport import Message

PREFETCH = 500
ACK_EACH = 100


class BareFault(Exception):
    """The broker did not do what was asked, so nothing was measured."""


class Timed:
    """A connection with one channel; `seconds` is from `begin` to `end`."""

    def __init__(self, url: str) -> None:
        self._began = self._ended = 0.0
        self._fault: str | None = None
        self._connection = pika.SelectConnection(
            pika.URLParameters(url),
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_close,
            on_close_callback=self._on_close,
        )

    def seconds(self) -> float:
        """Run to the end."""
        self._connection.ioloop.start()
        self._connection.ioloop.close()
        if self._fault:
            raise BareFault(self._fault)
        return self._ended - self._began

    def _on_open(self, connection: Connection) -> None:
        connection.channel(on_open_callback=self._on_channel_open)

    def _on_channel_open(self, channel: Channel) -> None:
        channel.add_on_close_callback(self._on_channel_close)
        self._on_channel(channel)

    def _on_channel_close(self, _channel: Channel, fault: BaseException) -> None:
        if not self._ended:
            self._finish(repr(fault))

    def _on_channel(self, channel: Channel) -> None:
        raise NotImplementedError

    def _finish(self, fault: str | None = None) -> None:
        self._ended = time.perf_counter()
        self._fault = fault
        self._connection.close()

    def _on_close(self, _connection: Connection, fault: BaseException) -> None:
        if not self._ended:
            self._fault = repr(fault)
        self._connection.ioloop.stop()


class Publishing(Timed):
    """Publishes the messages, never more than `window` of them unconfirmed."""

    def __init__(self, url: str, messages: Sequence[Message], window: int) -> None:
        super().__init__(url)
        self._messages = [(each.routing_key, each.body, properties_of(each)) for each in messages]
        self._window = window
        self._sent = 0
        self._open: dict[int, None] = {}

    def _on_channel(self, channel: Channel) -> None:
        self._channel = channel
        channel.add_on_return_callback(lambda *_: self._finish("no queue takes it"))
        channel.confirm_delivery(self._on_answer, callback=self._begin)

    def _begin(self, _frame: object) -> None:
        self._began = time.perf_counter()
        self._fill()

    def _fill(self) -> None:
        room = self._window - len(self._open)
        for routing_key, body, properties in self._messages[self._sent : self._sent + room]:
            self._sent += 1
            self._open[self._sent] = None
            self._channel.basic_publish(EXCHANGE, routing_key, body, properties, mandatory=True)

    def _on_answer(self, frame: Method[Basic.Ack | Basic.Nack]) -> None:
        if isinstance(frame.method, Basic.Nack):
            self._finish("the broker refused it")
            return
        self._close_up(frame.method.delivery_tag or 0, multiple=bool(frame.method.multiple))
        self._fill()
        if not self._open:
            self._finish()

    def _close_up(self, tag: int, *, multiple: bool) -> None:
        if not multiple:
            del self._open[tag]
            return
        while self._open and (first := next(iter(self._open))) <= tag:
            del self._open[first]


class Consuming(Timed):
    """Takes so many messages out of the queue, and acknowledges them together."""

    def __init__(self, url: str, queue: str, count: int) -> None:
        super().__init__(url)
        self._queue, self._count, self._taken = queue, count, 0

    def _on_channel(self, channel: Channel) -> None:
        channel.basic_qos(prefetch_count=PREFETCH)
        self._began = time.perf_counter()
        channel.basic_consume(self._queue, self._on_message)

    def _on_message(
        self, channel: Channel, method: Basic.Deliver, _properties: BasicProperties, _body: bytes
    ) -> None:
        self._taken += 1
        if self._taken % ACK_EACH == 0 or self._taken == self._count:
            channel.basic_ack(method.delivery_tag or 0, multiple=True)
        if self._taken == self._count:
            self._finish()


def properties_of(message: Message) -> BasicProperties:
    return BasicProperties(
        content_type=CONTENT_TYPE,
        delivery_mode=pika.DeliveryMode.Persistent,
        message_id=str(message.id),
        type=message.type,
    )
