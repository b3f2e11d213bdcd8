"""The product's real processes, started, stopped and killed by tests."""

import os
import random
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from deploy.servers.ports import is_free

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 15
PORTS = range(10_000, 27_000)


def free_ports(count: int) -> list[int]:
    """Return ports of this machine on which servers can listen.

    They lie below those that the system gives to connections that go out: one of these had taken the place
    of a server now and then, before that server began. They are drawn by chance, as tests run side by side.
    """
    drawn = random.sample(PORTS, len(PORTS))
    return list(islice(filter(is_free, drawn), count))


def memory_of(pid: int) -> int:
    """Return the bytes of memory that the process holds."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def members(group: int) -> Iterator[int]:
    """Return the ids of the processes that belong to the group."""
    for pid in [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]:
        with suppress(ProcessLookupError):
            if os.getpgid(pid) == group:
                yield pid


@dataclass
class Process:
    """One process (group) of the product, with its log in a file."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env={**_outside(), **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def runs(self) -> bool:
        return self._running is not None and self._running.poll() is None

    @property
    def pid(self) -> int:
        """Its process id; it must run."""
        if self._running is None:
            raise ProcessLookupError(self.name)
        return self._running.pid

    @property
    def memory(self) -> int:
        """Bytes of memory that its whole group holds."""
        return sum(memory_of(each) for each in members(self.pid))

    def ask_to_stop(self) -> None:
        """Ask it to end, as a service manager does, without waiting for it."""
        self._signal(signal.SIGTERM)

    def stop(self) -> None:
        """Ask it to end, and expect it to be gone in time."""
        self.ask_to_stop()
        self.wait_until_gone()

    def kill(self) -> None:
        """End the whole group at once, as a power cut does."""
        self._signal(signal.SIGKILL)
        self.wait_until_gone()

    def pause(self) -> None:
        """Let the whole group hang, as an overloaded machine does."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it run again after a pause."""
        self._signal(signal.SIGCONT)

    def wait_until_gone(self) -> None:
        """Expect it to have ended in time."""
        if self._running is not None:
            self._running.wait(STOP_SECONDS)
            self._running = None

    def _signal(self, number: signal.Signals) -> None:
        if self._running is not None and self.runs:
            # gunicorn's master passes a stop on to its workers; a kill must reach the whole group itself.
            send = os.kill if number is signal.SIGTERM else os.killpg
            send(self._running.pid, number)


def stop_together(processes: Iterable[Process]) -> None:
    """Ask all of them to end at once, and wait for each."""
    asked = list(processes)
    for process in asked:
        process.ask_to_stop()
    for process in asked:
        process.wait_until_gone()


def _outside() -> dict[str, str]:
    """Return this environment without anything that would set up Backcast."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("BACKCAST_", "PORT"))}
