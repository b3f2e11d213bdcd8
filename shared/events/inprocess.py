"""Delivery within one process: the publisher's own thread runs the consumers."""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import structlog

from shared.contracts.routing import HEARS
from shared.events.envelope import unversioned
from shared.events.transport import Delivery, Lost, Message, Queue, Receive, Refusal

_log = structlog.get_logger(__name__)


class InProcessTransport:
    """Hands events to the consumers of this process.

    An event that a service hears which does not run here at the moment is refused, after the others have
    had it, so that it stays in its outbox until that service is back.
    """

    def __init__(self) -> None:
        self._receivers: dict[str, Receive] = {}

    def declare(self) -> Sequence[str]:
        """Do nothing: consumers make themselves known when they begin."""
        return ()

    def publish(self, messages: Sequence[Message]) -> list[Refusal | None]:
        """Deliver the messages; a consumer's transaction has ended when its answer is here."""
        reasons: defaultdict[UUID, list[str]] = defaultdict(list)
        for service, heard in _HEARD.items():
            theirs = [message for message in messages if unversioned(message.type) in heard]
            if theirs and (reason := self._hand_over(theirs, service)):
                for message in theirs:
                    reasons[message.id].append(reason)
        return [_answer(message, reasons[message.id]) for message in messages]

    def consume(self, service: str, receive: Receive, stop: threading.Event, lost: Lost) -> None:  # noqa: ARG002  # Nothing is ever on its way here.
        """Let the service hear events until `stop` is set."""
        with self.hearing(service, receive):
            stop.wait()

    @contextmanager
    def hearing(self, service: str, receive: Receive) -> Iterator[None]:
        """Let the service hear events inside the block."""
        self._receivers[service] = receive
        try:
            yield
        finally:
            del self._receivers[service]

    def queue(self, service: str) -> Queue:
        """Say whether the service hears; nothing waits here, for what is not delivered is in its outbox."""
        return Queue(waiting=0, consumers=int(service in self._receivers))

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def _hand_over(self, messages: Sequence[Message], service: str) -> str | None:
        receive = self._receivers.get(service)
        if receive is None:
            return f"{service} does not run at the moment"
        try:
            receive([Delivery(body=each.body, redelivered=each.redelivered) for each in messages])
        except Exception as fault:  # noqa: BLE001  # One consumer's trouble must not keep the others waiting.
            _log.warning("consumer could not take events", service=service, fault=type(fault).__name__)
            return f"{service} could not take it: {type(fault).__name__}"
        return None


def _answer(message: Message, reasons: Sequence[str]) -> Refusal | None:
    if not any(unversioned(message.type) in heard for heard in _HEARD.values()):
        return Refusal(reason="no service hears this type", lasting=True)
    return Refusal(reason="; ".join(reasons)) if reasons else None


_HEARD: dict[str, frozenset[str]] = {
    service: frozenset(unversioned(contract.TYPE) for contract in contracts)
    for service, contracts in HEARS.items()
}
"""The types without their versions that each service hears."""
