"""Updates through the API of plans at a steady rate, and when notify's copy has followed each."""

import hashlib
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from uuid import UUID, uuid4

import requests

from deploy.progress import say
from tests.benchmarks.events.arrivals import Arrivals
from tests.benchmarks.events.house import House
from tests.benchmarks.events.promises import COMMUNITY, commitment, stock
from tests.waiting import eventually

RATE = 100
"""Updates a second."""

CLIENTS = 8
SLOW = 0.95
TOKEN = "a-token-of-a-benchmark"
_HEADERS = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
_KEEP_TOKEN = """
INSERT INTO tokens (id, version, community_id, name, sha256, scopes, revoked)
VALUES (%s, 1, %s, 'bench', %s, '["plans:read", "plans:write"]', false)
"""


class NotAnswered(Exception):
    """An update was refused; the message is the answer."""


class Updates:
    """Clients of the API; each round raises each commitment's version by one.

    They take little of the machine that they share with what they measure: hence no library but Python's.

    Args:
        home: its plans has no commitments yet.
        site: the host and port where plans answers.
        count: how many commitments to make, and updates in a round.
    """

    def __init__(self, home: House, site: str, count: int) -> None:
        self._home, self._site, self._count, self._version = home, site, count, 1
        with home.runtime() as plans, plans.database.unit_of_work() as uow:
            stock(uow, count)
        with home.connect("plans") as connection:
            digest = hashlib.sha256(TOKEN.encode()).hexdigest()
            connection.execute(_KEEP_TOKEN, (uuid4(), COMMUNITY, digest))
        eventually(self._is_ready, within=60, saying="plans ready")
        self.latencies()  # The first round warms everything up.

    def latencies(self) -> list[float]:
        """Update every commitment once, and return the seconds from each answer to its effect."""
        self._version += 1
        with Arrivals(self._home) as arrivals:
            began = time.perf_counter() + 0.1
            with ThreadPoolExecutor(CLIENTS) as clients:
                answered = dict(
                    pair
                    for pairs in clients.map(lambda client: self._client(client, began), range(CLIENTS))
                    for pair in pairs
                )
            self._tell_rate(self._count / (max(answered.values()) - began))
            arrived = arrivals.wait_for(answered, self._version)
        # A copy can be there before the answer is: then nobody waits.
        return [max(0.0, arrived[thing] - at) for thing, at in answered.items()]

    def _client(self, client: int, began: float) -> list[tuple[UUID, float]]:
        """Make every so many-th update at its time, and return when each was answered."""
        answered = []
        with closing(HTTPConnection(self._site, timeout=30)) as connection:
            for number in range(client, self._count, CLIENTS):
                threading.Event().wait(max(0.0, began + number / RATE - time.perf_counter()))
                thing = commitment(number, self._version).id
                self._update(connection, thing)
                answered.append((thing, time.perf_counter()))
        return answered

    def _update(self, connection: HTTPConnection, thing: UUID) -> None:
        note = f"Walked it {self._version} times."
        connection.request(
            "POST",
            f"/plans/api/v1/commitments/{thing}/updates",
            json.dumps({"action": "report", "health": "on_track", "note": note}),
            {**_HEADERS, "If-Match": f'"{self._version - 1}"'},
        )
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != HTTPStatus.CREATED:
            raise NotAnswered(f"{answer.status}: {text.decode()}")

    def _tell_rate(self, rate: float) -> None:
        if rate < SLOW * RATE:
            say(f"bench: the machine answered only {rate:.0f} updates a second, not {RATE}")

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"http://{self._site}/plans/health/ready", timeout=5).ok
        except requests.ConnectionError:
            return False
