"""Publishing over one connection: the broker answers for each event, and many are on their way at once."""

import threading
from collections import deque
from collections.abc import Sequence
from itertools import takewhile

import pika
from pika.channel import Channel
from pika.connection import Parameters
from pika.frame import Method
from pika.spec import Basic, BasicProperties

from shared.crash_points import reach
from shared.events.connection import BrokerConnection
from shared.events.envelope import CONTENT_TYPE
from shared.events.topology import EXCHANGE
from shared.events.transport import Message, Refusal

CONFIRM_SECONDS = 20.0
_LATE = Refusal(reason=f"the broker did not confirm within {CONFIRM_SECONDS:.0f} seconds")
_REFUSED = Refusal(reason="the broker refused it")


class Batch:
    """Messages on their way, and the broker's answers so far."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self.messages = messages
        self._answers: list[Refusal | None] = [_LATE] * len(messages)
        self._open = len(messages)
        self._done = threading.Event()

    def answer(self, index: int, refusal: Refusal | None) -> None:
        """Note the answer for one message: None when it is in safe hands."""
        self._answers[index] = refusal
        self._open -= 1
        if self._open == 0:
            self._done.set()

    def give_up(self, reason: str) -> None:
        """Answer whatever is still open with the reason."""
        self._answers = [Refusal(reason=reason) if answer is _LATE else answer for answer in self._answers]
        self._done.set()

    def wait(self) -> bool:
        """Wait for the answers, and return whether all came in time."""
        return self._done.wait(CONFIRM_SECONDS)

    @property
    def answers(self) -> list[Refusal | None]:
        """The answers; what has none yet counts as refused."""
        return list(self._answers)


class ConfirmingConnection(BrokerConnection):
    """A connection on which every published event is confirmed or its refusal told."""

    def __init__(self, parameters: Parameters) -> None:
        super().__init__(parameters, "publisher")
        self.was_ready = False
        self._channel: Channel | None = None
        self._waiting: deque[Batch] = deque()
        self._tag = 0
        self._unconfirmed: dict[int, tuple[Batch, int]] = {}
        self._returned: dict[str | None, Refusal] = {}

    def submit(self, batch: Batch) -> None:
        """Send the batch from the connection's own thread, or answer for it at once when all is over."""
        self._waiting.append(batch)
        if not self.soon(self._send):
            batch.give_up(self.fault)

    def _prepare(self, channel: Channel) -> None:
        self._channel = channel
        channel.add_on_return_callback(self._on_return)
        channel.confirm_delivery(self._on_answer, callback=self._on_confirming)

    def _on_confirming(self, _frame: object) -> None:
        self.was_ready = True
        self.ready.set()

    def _send(self) -> None:
        batch = self._waiting.popleft()
        if self._channel is None or not self._channel.is_open:
            batch.give_up(self._ending or self.fault)
            return
        with self._connection.gathering():
            for index, message in enumerate(batch.messages):
                self._tag += 1
                self._unconfirmed[self._tag] = (batch, index)
                self._channel.basic_publish(
                    EXCHANGE, message.routing_key, message.body, _properties(message), mandatory=True
                )
        reach("relay.publishing")

    def _on_return(
        self, _channel: Channel, method: Basic.Return, properties: BasicProperties, _body: bytes
    ) -> None:
        """Remember what no queue took; the broker confirms it all the same, right after this."""
        self._returned[properties.message_id] = Refusal(
            reason=f"no queue takes it ({method.reply_text})", lasting=True
        )

    def _on_answer(self, frame: Method[Basic.Ack | Basic.Nack]) -> None:
        answer = frame.method
        refusal = None if isinstance(answer, Basic.Ack) else _REFUSED
        for tag in self._tags(answer.delivery_tag or 0, multiple=bool(answer.multiple)):
            batch, index = self._unconfirmed.pop(tag)
            returned = (
                self._returned.pop(str(batch.messages[index].id), refusal) if self._returned else refusal
            )
            batch.answer(index, returned)

    def _tags(self, tag: int, *, multiple: bool) -> list[int]:
        """Return the tags that an answer is about; they were given in growing order."""
        return list(takewhile(lambda each: each <= tag, self._unconfirmed)) if multiple else [tag]

    def _ended(self) -> None:
        unanswered = {id(batch): batch for batch, _ in self._unconfirmed.values()}
        for batch in (*unanswered.values(), *self._waiting):
            batch.give_up(self.fault)


def _properties(message: Message) -> BasicProperties:
    return BasicProperties(
        content_type=CONTENT_TYPE,
        delivery_mode=pika.DeliveryMode.Persistent,
        message_id=str(message.id),
        type=message.type,
    )
