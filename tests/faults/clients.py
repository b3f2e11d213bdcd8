"""Clients that change commitments over the API, and write down each change that was acknowledged."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from typing import Any

import requests

from tests.waiting import SECONDS_BETWEEN_LOOKS

FIRST_WORDS = ("accept", "start")
"""What has to be said about a commitment before anything can be reported."""

_PATIENCE = 120.0


@dataclass
class Known:
    """A commitment as one client knows it; no two clients change the same one."""

    id: str
    version: int
    words: list[str] = field(default_factory=lambda: list(FIRST_WORDS))


@dataclass
class Client:
    """Says one thing after the other, each until it is acknowledged.

    A version makes a repetition harmless: what was said already meets 412, and then the commitment itself
    tells whether the words are the client's own.
    """

    number: int
    url: str
    headers: dict[str, str]
    own: Sequence[Known]
    file: Path
    ambiguous: int = 0
    turn: int = 0
    seconds: list[float] = field(default_factory=list)

    def say(self, count: int, goes_on: Callable[[], bool]) -> None:
        """Say so many things and more while something goes on, in turn about each of the own commitments."""
        enough = self.turn + count
        with requests.Session() as session, self.file.open("ab", buffering=0) as file:
            while self.turn < enough or goes_on():
                known = self.own[self.turn % len(self.own)]
                key = f"key-{self.number}-{self.turn}-{known.id[:8]}"
                self.turn += 1
                self._until_acknowledged(session, known, key)
                file.write(f"{key}\n".encode())
                os.fsync(file.fileno())

    def _until_acknowledged(self, session: requests.Session, known: Known, key: str) -> None:
        action = known.words[0] if known.words else "report"
        body = {"action": action, "note": key} | ({"health": "on_track"} if action == "report" else {})
        deadline = monotonic() + _PATIENCE
        while not self._try(session, known, body):
            assert monotonic() < deadline, f"{key} was not acknowledged within {_PATIENCE} s"
            threading.Event().wait(SECONDS_BETWEEN_LOOKS)
        if known.words:
            known.words.pop(0)

    def _try(self, session: requests.Session, known: Known, body: dict[str, Any]) -> bool:
        began = monotonic()
        headers = {**self.headers, "If-Match": f'"{known.version}"'}
        url = f"{self.url}/plans/api/v1/commitments/{known.id}"
        try:
            answer = session.post(f"{url}/updates", json=body, headers=headers, timeout=15)
        except requests.RequestException:
            self.ambiguous += 1
            return False
        if answer.status_code == HTTPStatus.CREATED:
            self.seconds.append(monotonic() - began)
            known.version = answer.json()["version"]
            return True
        if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
            return self._was_ours(session, known, body["note"])
        assert answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR, answer.text
        self.ambiguous += 1
        return False

    def _was_ours(self, session: requests.Session, known: Known, note: str) -> bool:
        url = f"{self.url}/plans/api/v1/commitments/{known.id}"
        try:
            now = session.get(url, headers=self.headers, timeout=15).json()
        except (requests.RequestException, ValueError):
            return False
        assert now["last_note"] == note, f"somebody else changed {known.id}"
        known.version = now["version"]
        return True


def run(clients: Sequence[Client], count: int, goes_on: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Let the clients share so many updates, and yield now and then until all are said.

    They say more while something else goes on that they are to be the victims of.
    """
    failures: list[BaseException] = []

    def say(client: Client) -> None:
        try:
            client.say(count // len(clients), goes_on)
        except BaseException as fault:  # noqa: BLE001  # A thread's fault must fail the test.
            failures.append(fault)

    threads = [threading.Thread(target=say, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        yield
    for thread in threads:
        thread.join()
    assert not failures, failures[0]


def acknowledged(clients: Sequence[Client]) -> set[str]:
    """Return the keys that the clients' own files hold."""
    return {key for client in clients for key in client.file.read_text().split()}
