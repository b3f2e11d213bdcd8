"""How long pika alone takes from publishing a message to consuming it, at a steady rate."""

import time
from collections.abc import Sequence

from pika.channel import Channel
from pika.spec import Basic, BasicProperties

from shared.events.topology import EXCHANGE
from shared.events.transport import Message
from tests.benchmarks.events.bare_pika import Timed, properties_of


class Pacing(Timed):
    """Publishes the messages one by one, so many a second, and takes each out of the queue again."""

    def __init__(self, url: str, queue: str, messages: Sequence[Message], rate: float) -> None:
        super().__init__(url)
        self._queue, self._messages, self._rate = queue, messages, rate
        self._sent_at: dict[str | None, float] = {}
        self.latencies: list[float] = []

    def _on_channel(self, channel: Channel) -> None:
        self._channel = channel
        channel.basic_consume(self._queue, self._on_message)
        channel.confirm_delivery(lambda _: None, callback=self._begin)

    def _begin(self, _frame: object) -> None:
        self._began = time.perf_counter()
        self._publish_next()

    def _publish_next(self) -> None:
        number = len(self._sent_at)
        message = self._messages[number]
        self._sent_at[str(message.id)] = time.perf_counter()
        self._channel.basic_publish(
            EXCHANGE, message.routing_key, message.body, properties_of(message), mandatory=True
        )
        if number + 1 < len(self._messages):
            due = self._began + (number + 1) / self._rate
            self._connection.ioloop.call_later(max(0.0, due - time.perf_counter()), self._publish_next)

    def _on_message(
        self, channel: Channel, method: Basic.Deliver, properties: BasicProperties, _body: bytes
    ) -> None:
        self.latencies.append(time.perf_counter() - self._sent_at[properties.message_id])
        channel.basic_ack(method.delivery_tag or 0)
        if len(self.latencies) == len(self._messages):
            self._finish()
