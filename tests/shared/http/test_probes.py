"""What a worker answers about itself."""

from collections.abc import Iterator

import pytest
import requests

from shared.http.probes import answering
from tests.system.processes import free_ports


class Life:
    lives = True


@pytest.fixture
def life() -> Life:
    return Life()


@pytest.fixture
def address(life: Life) -> Iterator[str]:
    (port,) = free_ports(1)
    with answering("127.0.0.1", port, lambda: life.lives):
        yield f"http://127.0.0.1:{port}"


def test_a_worker_says_that_it_lives_and_what_it_did(address: str) -> None:
    life, figures = (requests.get(f"{address}{path}", timeout=5) for path in ("/health/live", "/metrics"))

    assert (life.status_code, life.text) == (200, "ok\n")
    assert "# TYPE backcast_events_sent_total counter" in figures.text


def test_a_worker_that_has_lost_a_loop_says_so(address: str, life: Life) -> None:
    life.lives = False

    assert requests.get(f"{address}/health/live", timeout=5).status_code == 503


@pytest.mark.parametrize("path", ["/", "/plans/health/live", "/metrics/", "/%00"])
def test_a_worker_answers_nothing_else(address: str, path: str) -> None:
    assert requests.get(f"{address}{path}", timeout=5).status_code == 404


def test_the_port_is_free_again_afterwards(address: str) -> None:
    requests.get(f"{address}/health/live", timeout=5)
    (port,) = free_ports(1)

    for _ in range(2):
        with answering("127.0.0.1", port, lambda: True):
            assert requests.get(f"http://127.0.0.1:{port}/health/live", timeout=5).ok
