"""Two who change the same commitment at once: one wins, and the other is shown what won."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.faults.clients import Client, Known
from tests.faults.cut import CUT
from tests.system.stages import ThreeServices

PAIRS_AT_ONCE = 4
TWO = 2


class Pair:
    """Two who say something of the same commitments, each time at the same moment and of the same version."""

    def __init__(self, client: Client, turns: int) -> None:
        self._client, self._turns = client, turns
        self._own = client.own
        self._barrier = threading.Barrier(TWO, timeout=60)
        self._answers: list[requests.Response | None] = [None] * TWO
        self.faults: list[str] = []

    def run(self) -> None:
        """Take all turns; what one of the two cannot send ends it for both."""
        with ThreadPoolExecutor(TWO) as two:
            for done in [two.submit(self._say, number) for number in range(TWO)]:
                done.result()

    def _say(self, number: int) -> None:
        with requests.Session() as session:
            for turn in range(self._turns):
                known = self._own[turn % len(self._own)]
                action = known.words[0] if known.words else "report"
                body = {"action": action, "note": f"{turn} by {number}"}
                body |= {"health": "on_track"} if action == "report" else {}
                self._barrier.wait()
                self._answers[number] = session.post(
                    f"{self._client.url}/plans/api/v1/commitments/{known.id}/updates",
                    json=body,
                    headers={**self._client.headers, "If-Match": f'"{known.version}"'},
                    timeout=30,
                )
                if self._barrier.wait() == 0:
                    self._judge(known)
                self._barrier.wait()

    def _judge(self, known: Known) -> None:
        answers = [answer for answer in self._answers if answer is not None]
        told = {answer.status_code: answer.json() for answer in answers}
        if set(told) != {201, 412}:
            self.faults.append(f"{known.id}: {[answer.text for answer in answers]}")
        elif differs := differing(told[201], told[412]["current"]):
            self.faults.append(f"{known.id}: what won and what was shown: {differs}")
        known.version += 1
        known.words = known.words[1:]


@pytest.mark.timeout(600)
def test_of_two_at_once_one_wins_and_the_other_sees_what_won(
    stage: ThreeServices, clients: list[Client]
) -> None:
    pairs = [Pair(client, CUT.pairs // PAIRS_AT_ONCE) for client in clients[:PAIRS_AT_ONCE]]
    before = updates_of(stage)

    with ThreadPoolExecutor(PAIRS_AT_ONCE) as all_at_once:
        for done in [all_at_once.submit(pair.run) for pair in pairs]:
            done.result()

    assert [fault for pair in pairs for fault in pair.faults] == []
    assert updates_of(stage) - before == CUT.pairs // PAIRS_AT_ONCE * PAIRS_AT_ONCE
    assert list(elsewhere(stage, clients[:PAIRS_AT_ONCE])) == []


def updates_of(stage: ThreeServices) -> int:
    ((count,),) = stage.rows("plans", "select count(*) from updates")
    return int(count)


def differing(won: dict[str, Any], shown: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what is not the same, but for when its owner was nudged, which notify says at any time."""
    names = won.keys() - {"nudged_at"}
    return {name: (won[name], shown[name]) for name in names if won[name] != shown[name]}


def elsewhere(stage: ThreeServices, clients: list[Client]) -> Iterator[Any]:
    """Yield the commitments that are not at the version at which the last of their winners left them."""
    kept = dict(stage.rows("plans", "select id::text, version from commitments"))
    for client in clients:
        for known in client.own:
            if kept[known.id] != known.version:
                yield known, kept[known.id]
