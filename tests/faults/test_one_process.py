"""The one process on SQLite: killed again and again, and on a disk that is full."""

import subprocess
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from random import Random

import pysqlite3.dbapi2 as sqlite
import pytest
import requests

from tests.faults import oracle
from tests.faults.clients import FIRST_WORDS, Client, acknowledged, run
from tests.faults.conftest import new_clients
from tests.faults.cut import CUT, SEED
from tests.system.stages import SERVICES, OneProcess, performing, ready
from tests.waiting import eventually

MEGABYTE = b"\0" * 1_000_000
COMMITMENTS = 80
DISK = "48m"
LONG_NOTE = "Is there room? " * 120
"""Files that SQLite made larger than it needs at the moment still take short ones for a while."""

WORKS_AGAIN_WITHIN = 30.0


class Killing:
    """Kills the process so many times at moments of chance, and looks at its files after each."""

    def __init__(self, stage: OneProcess, data: Path, kills: int) -> None:
        self._stage, self._data, self._kills = stage, data, kills
        self._random = Random(SEED)  # noqa: S311  # Chance that can be repeated is the point.
        self._thread = threading.Thread(target=self._run)
        self.found: list[str] = []

    def start(self) -> None:
        self._thread.start()

    @property
    def goes_on(self) -> bool:
        return self._thread.is_alive()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        process = self._stage.processes["backcast"]
        for _ in range(self._kills):
            threading.Event().wait(self._random.uniform(0.1, 1.5))
            process.kill()
            self.found += integrity(self._data)
            process.start()
            ready(self._stage, SERVICES)


def integrity(data: Path) -> list[str]:
    """Return what SQLite says about each service's file."""
    found = []
    for service in SERVICES:
        connection = sqlite.connect(data / f"{service}.sqlite3")
        found += [text for (text,) in connection.execute("PRAGMA integrity_check")]
        connection.close()
    return found


@pytest.mark.timeout(1200)
def test_killed_at_random_moments_it_loses_nothing_and_its_files_stay_whole(
    one_process: OneProcess, tmp_path: Path
) -> None:
    clients = new_clients(one_process, tmp_path, commitments=COMMITMENTS)
    killing = Killing(one_process, tmp_path / "data", CUT.kills)

    killing.start()
    for _ in run(clients, CUT.updates, lambda: killing.goes_on):
        pass
    killing.join()

    oracle.settle(one_process, None)
    keys = acknowledged(clients)
    oracle.judge(one_process, keys)
    assert len(keys) >= CUT.updates // len(clients) * len(clients)
    assert killing.found == ["ok"] * len(SERVICES) * CUT.kills
    assert sum(client.ambiguous for client in clients) > 0, "no request ended in doubt: this proved nothing"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with little room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if _run("mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)):
        pytest.skip("this account may not mount a disk")
    yield folder
    assert _run("umount", "--lazy", str(folder)) == 0


def _run(*command: str) -> int:
    return subprocess.run(command, check=False, capture_output=True).returncode


@pytest.fixture
def on_small_disk(small_disk: Path) -> Iterator[OneProcess]:
    running = OneProcess(small_disk)
    with performing(running):
        yield running


def fill(folder: Path) -> Path:
    """Leave no room at all, and return the file that takes it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for piece in (MEGABYTE, b"\0"):
            try:
                while file.write(piece):
                    pass
            except OSError:
                continue
    return ballast


@pytest.mark.timeout(300)
def test_on_a_full_disk_it_answers_try_again_and_reads_and_goes_on_when_there_is_room(
    on_small_disk: OneProcess, small_disk: Path, tmp_path: Path
) -> None:
    first, *others = clients = new_clients(on_small_disk, tmp_path, commitments=COMMITMENTS)
    for _ in run(clients, COMMITMENTS * len(FIRST_WORDS)):
        pass

    ballast = fill(small_disk)
    status, retry_after = eventually(lambda: refused_of(first), saying="a write refused")
    read = requests.get(commitment_of(first), headers=first.headers, timeout=15)
    ballast.unlink()
    eventually(lambda: refused_of(first) is None, within=WORKS_AGAIN_WITHIN, saying="writes taken again")
    for _ in run(others, COMMITMENTS):
        pass

    oracle.settle(on_small_disk, None)
    oracle.judge(on_small_disk, acknowledged(clients))
    assert (status, read.status_code) == (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.OK)
    assert int(retry_after) > 0
    assert integrity(small_disk / "data") == ["ok"] * len(SERVICES)


def commitment_of(client: Client) -> str:
    return f"{client.url}/plans/api/v1/commitments/{client.own[0].id}"


def refused_of(client: Client) -> tuple[int, str] | None:
    """Report on a commitment under way, and return status and Retry-After if the report was not taken."""
    url = commitment_of(client)
    headers = {
        **client.headers,
        "If-Match": requests.get(url, headers=client.headers, timeout=15).headers["ETag"],
    }
    body = {"action": "report", "health": "on_track", "note": "Is there room?"}
    answer = requests.post(f"{url}/updates", json=body, headers=headers, timeout=15)
    if answer.status_code == HTTPStatus.CREATED:
        return None
    return answer.status_code, answer.headers.get("Retry-After", "")
