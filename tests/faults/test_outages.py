"""The broker, its disk or a database goes away for a while, and people hardly notice."""

import statistics
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http import HTTPStatus
from urllib.parse import quote, urlsplit

import pika
import psycopg
import pytest
import requests

from shared.events.envelope import decode, unseal
from tests.faults import oracle
from tests.faults.broker import Broker
from tests.faults.clients import Client, acknowledged, run
from tests.faults.conftest import ORGANISATIONS
from tests.faults.cut import CUT
from tests.system.stages import SERVICES, ThreeServices
from tests.waiting import eventually

RECORDING = "recording"
SLOWER = 3.0
"""How much slower a write may be while the broker is away, on a machine that others use too."""


@pytest.fixture
def recorded(stage: ThreeServices, broker: Broker) -> str:
    """The name of a queue that gets every change of a commitment, beside the services' own."""
    assert stage.processes
    with closing(pika.BlockingConnection(pika.URLParameters(broker.url))) as connection:
        channel = connection.channel()
        channel.queue_declare(RECORDING, durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(RECORDING, "backcast.events", routing_key="plans.commitment_changed.*")
    # A queue that was made a moment ago does not live through a broker's death.
    threading.Event().wait(5)
    return RECORDING


@pytest.mark.timeout(1500)
def test_while_the_broker_is_away_writes_answer_as_usual_and_then_all_arrives_in_order(
    stage: ThreeServices, broker: Broker, clients: list[Client], recorded: str
) -> None:
    say(clients, CUT.clients * 12)
    before = p95(clients)
    broker.stop()
    over = threading.Timer(CUT.outage_seconds, broker.start)
    over.start()
    meanwhile = 0
    while over.is_alive():
        meanwhile += say(clients, CUT.clients * 4)
        assert all(live(stage, service) for service in SERVICES)
    during = p95(clients)
    over.join()

    oracle.settle(stage, broker)

    oracle.judge(stage, acknowledged(clients))
    assert meanwhile > 0
    assert sum(client.ambiguous for client in clients) == 0
    assert during <= SLOWER * before + 0.1
    assert out_of_order(broker, recorded) == []


def say(clients: list[Client], count: int) -> int:
    """Let the clients say so many things, and forget how long earlier ones took."""
    for client in clients:
        client.seconds.clear()
    for _ in run(clients, count):
        pass
    return sum(len(client.seconds) for client in clients)


def p95(clients: list[Client]) -> float:
    return statistics.quantiles([each for client in clients for each in client.seconds], n=20)[-1]


def live(stage: ThreeServices, service: str) -> bool:
    return requests.get(f"{stage.address(service)}/{service}/health/live", timeout=5).ok


def out_of_order(broker: Broker, queue: str) -> list[str]:
    """Return the commitments whose versions did not arrive in their order, repetitions aside."""
    versions: defaultdict[str, list[int]] = defaultdict(list)
    with closing(pika.BlockingConnection(pika.URLParameters(broker.url))) as connection:
        channel = connection.channel()
        for method, _, body in channel.consume(queue, auto_ack=True, inactivity_timeout=2):
            if method is None or body is None:
                break
            state = unseal(decode(body))
            versions[str(state.id)].append(state.version)
    assert versions, "nothing was recorded: this proved nothing"
    return [thing for thing, seen in versions.items() if seen != sorted(seen)]


@pytest.mark.timeout(600)
def test_while_one_services_database_is_away_the_others_answer_and_it_catches_up(
    stage: ThreeServices, broker: Broker, clients: list[Client]
) -> None:
    with without_database(stage, "notify"):
        said = say(clients, CUT.clients * 10)
        notify = requests.get(f"{stage.address('notify')}/notify/health/ready", timeout=30)

    oracle.settle(stage, broker)

    oracle.judge(stage, acknowledged(clients))
    assert said == CUT.clients * 10
    assert notify.status_code == HTTPStatus.SERVICE_UNAVAILABLE


@contextmanager
def without_database(stage: ThreeServices, service: str) -> Iterator[None]:
    """Let nobody into the service's database inside the block, and throw out who is in."""
    (name,) = stage.rows(service, "select current_database()")[0]
    end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
    with psycopg.connect(stage.administrator, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        connection.execute(end, (name,))
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())


@pytest.mark.timeout(600)
def test_a_broker_that_lost_its_disk_costs_nothing_but_time(
    stage: ThreeServices, broker: Broker, clients: list[Client]
) -> None:
    say(clients, CUT.clients * 6)
    oracle.settle(stage, broker)
    # An import is told once to each contact, of whom every organisation has one.
    eventually(lambda: len(stage.letters()) == ORGANISATIONS, saying="all told of what they were given")
    notify = stage.processes["notify.work"]
    notify.stop()
    say(clients, CUT.clients * 6)
    eventually(lambda: unsent(stage) == 0, saying="everything with the broker")

    broker.lose_its_disk()
    make_virtual_host(broker)
    notify.start()

    oracle.settle(stage, broker)
    oracle.judge(stage, acknowledged(clients))
    assert len(stage.letters()) == ORGANISATIONS


def unsent(stage: ThreeServices) -> int:
    return int(stage.rows("plans", "select count(*) from outbox where published_at is null")[0][0])


def make_virtual_host(broker: Broker) -> None:
    """Do what whoever sets up a new broker does."""
    parts = urlsplit(broker.url)
    api = f"http://{parts.username}:{parts.password}@127.0.0.1:{broker.place.management_port}/api"
    host = parts.path.strip("/")
    requests.put(f"{api}/vhosts/{host}", timeout=10).raise_for_status()
    grant = {"configure": ".*", "write": ".*", "read": ".*"}
    permission = f"{api}/permissions/{host}/{quote(parts.username or '')}"
    requests.put(permission, json=grant, timeout=10).raise_for_status()
