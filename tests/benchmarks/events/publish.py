"""`events.publish`: from outbox rows to confirmed, beside pika that publishes the same bytes."""

import time
from collections.abc import Iterator, Sequence

from shared.events.envelope import Envelope, encode, routing_key
from shared.events.transport import Message
from shared.service import Runtime
from tests.benchmarks.events.bare_pika import Publishing
from tests.benchmarks.events.house import House, house, running
from tests.benchmarks.events.outboxes import say_states, wait_until_sent
from tests.benchmarks.events.promises import envelopes
from tests.benchmarks.measure import Goal, Measurement, interleaved
from tests.servers import Servers

EVENTS = 20_000
RUNS = 5
WINDOW = 750
"""How many events may be on their way to the broker unconfirmed, as in our relay."""


def measure(servers: Servers) -> Iterator[Measurement]:
    """Send the same number of events by our worker and by pika, in turn."""
    messages = as_messages(envelopes(EVENTS, version=1))
    with house(servers) as ours, ours.runtime() as plans, running(ours.worker("plans")):
        _relay(ours, plans, 100)
        speed, bare = interleaved(
            RUNS,
            lambda: EVENTS / _relay(ours, plans, EVENTS),
            lambda: EVENTS / _bare(ours, messages),
        )
    yield Measurement(
        name="events.publish",
        value=speed,
        unit="events/s",
        limit=f"bare pika, {WINDOW} unconfirmed",
        limit_value=bare,
        runs=RUNS,
        goal=Goal(at_least=0.8),
    )


def as_messages(said: Sequence[Envelope]) -> list[Message]:
    """Return the events as a relay hands them over."""
    return [
        Message(id=each.id, type=each.type, routing_key=routing_key(each), body=encode(each)) for each in said
    ]


def _relay(home: House, plans: Runtime, count: int) -> float:
    say_states(plans, count, version=1)
    began = time.perf_counter()
    wait_until_sent(home)
    seconds = time.perf_counter() - began
    home.empty_queues()
    return seconds


def _bare(home: House, messages: list[Message]) -> float:
    seconds = Publishing(home.broker, messages, WINDOW).seconds()
    home.empty_queues()
    return seconds
