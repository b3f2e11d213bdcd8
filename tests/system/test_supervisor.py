import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.supervisor import Program, Supervisor
from tests.waiting import eventually

WRITER = (
    "import os, pathlib, signal, sys; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); signal.pause()"
)


@pytest.fixture
def pid_file(tmp_path: Path) -> Path:
    return tmp_path / "pid"


@pytest.fixture
def supervisor(pid_file: Path) -> Iterator[Supervisor]:
    program = Program("writer", [sys.executable, "-c", WRITER, str(pid_file)], os.environ)
    supervisor = Supervisor([program])
    supervisor.start()
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    eventually(lambda: pid_of(pid_file) is not None)
    yield supervisor
    supervisor.stop()
    watching.join()


def pid_of(path: Path) -> int | None:
    text = path.read_text() if path.exists() else ""
    return int(text) if text else None


def test_a_program_that_is_killed_is_started_again(supervisor: Supervisor, pid_file: Path) -> None:
    first = supervisor.processes()["writer"]

    os.kill(first, signal.SIGKILL)

    eventually(lambda: pid_of(pid_file) not in (None, first))
    assert supervisor.processes()["writer"] == pid_of(pid_file)


def test_every_program_ends_when_the_supervisor_is_told_to_stop(
    supervisor: Supervisor, pid_file: Path
) -> None:
    supervisor.stop()

    pid = pid_of(pid_file)
    assert pid
    eventually(lambda: not Path(f"/proc/{pid}").exists())
