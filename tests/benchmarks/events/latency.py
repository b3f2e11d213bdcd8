"""`events.latency_*`: from an answer of plans' API to notify's copy, beside pika from publish to consume."""

import statistics
from collections.abc import Iterator

from deploy.progress import say
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.transport import Message
from tests.benchmarks.events.bare_latency import Pacing
from tests.benchmarks.events.house import house, running
from tests.benchmarks.events.promises import envelopes
from tests.benchmarks.events.publish import as_messages
from tests.benchmarks.events.updates import RATE, Updates
from tests.benchmarks.measure import Goal, Measurement, percentile
from tests.servers import Servers, fresh_host
from tests.system.processes import free_ports

UPDATES = 600
RUNS = 5
ALLOWED_TIMES, ALLOWED_MILLISECONDS = 5, 20
P50, P99 = 0.5, 0.99


def measure(servers: Servers) -> Iterator[Measurement]:
    """Make updates over HTTP at a steady rate, and publish at the same rate by pika, in turn."""
    messages = as_messages(envelopes(UPDATES, version=1))
    with house(servers) as home, fresh_host(servers.rabbitmq, servers.rabbitmq_api) as bare_host:
        RabbitMQTransport(bare_host).declare()
        (port,) = free_ports(1)
        site = home.process("plans", "serve", BACKCAST_PORT=str(port))
        with running(site, home.worker("plans"), home.worker("notify")):
            updates = Updates(home, f"127.0.0.1:{port}", UPDATES)
            rounds = [(updates.latencies(), _bare(bare_host, messages)) for _ in range(RUNS)]
    ours = [latencies for latencies, _ in rounds]
    bare = [latencies for _, latencies in rounds]
    yield from _compared(ours, bare)


def _compared(ours: list[list[float]], bare: list[list[float]]) -> Iterator[Measurement]:
    bare_p50 = _median_of(bare, P50)
    yield Measurement(
        name="events.latency_p50",
        value=_median_of(ours, P50),
        unit="ms",
        limit=f"bare pika's p50, at {RATE} a second",
        limit_value=bare_p50,
        runs=RUNS,
    )
    yield Measurement(
        name="events.latency_p99",
        value=_median_of(ours, P99),
        unit="ms",
        limit=f"{ALLOWED_TIMES} times bare pika's p50 and {ALLOWED_MILLISECONDS} ms",
        limit_value=ALLOWED_TIMES * bare_p50 + ALLOWED_MILLISECONDS,
        runs=RUNS,
        goal=Goal(at_most=1),
    )
    say(f"bench: bare pika's own p99 was {_median_of(bare, P99):.1f} ms")


def _median_of(rounds: list[list[float]], part: float) -> float:
    return statistics.median(percentile(latencies, part) for latencies in rounds) * 1000


def _bare(host: str, messages: list[Message]) -> list[float]:
    pacing = Pacing(host, "notify", messages, RATE)
    pacing.seconds()
    return pacing.latencies
