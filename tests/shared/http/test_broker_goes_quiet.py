"""A real broker that goes quiet: what the service says of it, and how soon."""

from collections.abc import Iterator
from time import monotonic

import pytest
from flask.testing import FlaskClient

from shared.events.rabbitmq import RabbitMQTransport
from tests.shared.listening import Ear, listening
from tests.shared.proxy import Proxy, proxied
from tests.waiting import eventually

SLOWEST = 4.0
"""Seconds that an answer may take while the broker is silent, on a machine that does other things too."""


@pytest.fixture
def proxy(rabbitmq_url: str) -> Iterator[Proxy]:
    with proxied(rabbitmq_url) as running:
        yield running


@pytest.fixture
def transport(proxy: Proxy) -> Iterator[RabbitMQTransport]:
    transport = RabbitMQTransport(proxy.url)
    transport.declare()
    yield transport
    transport.close()


def status(client: FlaskClient) -> str:
    began = monotonic()
    answer = client.get("/plans/health/ready")
    assert monotonic() - began < SLOWEST
    assert answer.status_code == 200
    assert answer.json is not None
    return str(answer.json["status"])


def test_a_quiet_broker_is_told_of_within_15_seconds_and_its_return_too(
    client: FlaskClient, transport: RabbitMQTransport, proxy: Proxy
) -> None:
    with listening(transport, plans=Ear()):
        eventually(lambda: status(client) == "ok", saying="ok")

        proxy.silent = True
        eventually(lambda: status(client) == "degraded", within=15, saying="degraded")
        assert client.get("/plans/health/live").status_code == 200

        proxy.silent = False
        proxy.cut()
        eventually(lambda: status(client) == "ok", saying="ok again")
