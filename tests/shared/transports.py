"""A transport that only takes note of what it is given."""

import threading
from collections.abc import Sequence

from shared.contracts import OrganisationChanged
from shared.events.envelope import decode, unseal
from shared.events.transport import Lost, Message, Queue, Receive, Refusal


class Sink:
    """Accepts everything but organisations of the name to refuse."""

    def __init__(self, refuse: str = "", *, lasting: bool = False) -> None:
        self.refuse = refuse
        self.lasting = lasting
        self.messages: list[Message] = []

    @property
    def names(self) -> list[str]:
        return [name_in(message.body) for message in self.messages]

    def publish(self, messages: Sequence[Message]) -> list[Refusal | None]:
        self.messages += [message for message in messages if name_in(message.body) != self.refuse]
        refusal = Refusal(reason="no", lasting=self.lasting)
        return [refusal if name_in(message.body) == self.refuse else None for message in messages]

    def declare(self) -> Sequence[str]:
        return ()

    def consume(self, service: str, receive: Receive, stop: threading.Event, lost: Lost) -> None:
        pass

    def queue(self, service: str) -> Queue:  # noqa: ARG002  # A transport's.
        return Queue(waiting=0, consumers=1)

    def close(self) -> None:
        pass


def name_in(body: bytes) -> str:
    contract = unseal(decode(body))
    assert isinstance(contract, OrganisationChanged)
    return contract.name
