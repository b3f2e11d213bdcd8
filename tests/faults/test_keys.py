"""Whoever sends something again with its key gets it done once, whatever dies meanwhile."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from random import Random
from time import monotonic
from typing import Any

import pytest
import requests

from tests.faults.clients import Client
from tests.faults.cut import CUT, SEED
from tests.system.stages import ThreeServices, ready
from tests.waiting import SECONDS_BETWEEN_LOOKS

SENDERS = 8
AT_ONCE = 50
KILLS = 3
_PATIENCE = 120.0


@pytest.fixture
def send(stage: ThreeServices, clients: list[Client]) -> Callable[..., requests.Response]:
    """Write a commitment down, with a key and a text."""
    headers = clients[0].headers
    of_plan = stage.rows("plans", "select id::text from plans")[0][0]
    url = f"{stage.address('plans')}/plans/api/v1/plans/{of_plan}/commitments"

    def post(key: str, text: str) -> requests.Response:
        body = {"text": text, "heading": "Opportunities to collaborate"}
        return requests.post(url, json=body, headers={**headers, "Idempotency-Key": key}, timeout=30)

    return post


@pytest.mark.timeout(600)
def test_each_key_is_done_once_whatever_is_killed_and_however_often_it_is_sent(
    stage: ThreeServices, send: Callable[..., requests.Response]
) -> None:
    doubts: list[str] = []

    def until_told(key: str, text: str) -> dict[str, Any]:
        deadline = monotonic() + _PATIENCE
        while True:
            try:
                answer = send(key, text)
                if answer.status_code == HTTPStatus.CREATED:
                    told: dict[str, Any] = answer.json()
                    return told
                assert answer.status_code == HTTPStatus.CONFLICT or answer.status_code >= 500, answer.text
            except requests.RequestException:
                pass
            doubts.append(key)
            assert monotonic() < deadline, f"{key} was not answered within {_PATIENCE} s"
            threading.Event().wait(SECONDS_BETWEEN_LOOKS)

    def twice(number: int) -> tuple[dict[str, Any], dict[str, Any], int]:
        key, text = f"a-key-of-its-own-{number}", f"Once {number}"
        first, again = until_told(key, text), until_told(key, text)
        return first, again, send_otherwise(key, text)

    def send_otherwise(key: str, text: str) -> int:
        while True:
            try:
                return send(key, f"{text}, otherwise").status_code
            except requests.RequestException:
                doubts.append(key)

    with ThreadPoolExecutor(SENDERS) as threads:
        told = [threads.submit(twice, number) for number in range(CUT.keys)]
        kill_now_and_then(stage, lambda: any(not each.done() for each in told))
        answers = [each.result() for each in told]

    assert [each for each in answers if each[0] != each[1]] == []
    assert {each[2] for each in answers} <= {422, 503}
    assert once_each(stage) == CUT.keys
    assert doubts, "no request ended in doubt: this proved nothing"


def kill_now_and_then(stage: ThreeServices, goes_on: Callable[[], bool]) -> None:
    """Kill the site a few times while the senders are at work."""
    site, chance = stage.processes["plans.serve"], Random(SEED)  # noqa: S311  # It can be repeated.
    for _ in range(KILLS):
        threading.Event().wait(chance.uniform(0.3, 1.2))
        if goes_on():
            site.kill()
            site.start()
            ready(stage, ("plans",))


@pytest.mark.timeout(300)
def test_of_fifty_at_once_with_one_key_one_is_done(
    stage: ThreeServices, send: Callable[..., requests.Response]
) -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda _: send("one-key-for-all-of-them", "Once for all"), range(AT_ONCE)))

    made = {each.text for each in answers if each.status_code == HTTPStatus.CREATED}
    assert len(made) == 1
    assert {each.status_code for each in answers} <= {HTTPStatus.CREATED, HTTPStatus.CONFLICT}
    assert once_each(stage) == 1


def once_each(stage: ThreeServices) -> int:
    """Return how many commitments there are of those that were sent with keys; none is there twice."""
    rows = stage.rows("plans", "select text, count(*) from commitments where text like 'Once%' group by text")
    assert [text for text, count in rows if count > 1] == []
    return len(rows)
