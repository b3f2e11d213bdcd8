"""Keeps a few processes running: one that dies is started again, and all end together."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.progress import say

SECONDS_TO_STOP = 20
SECONDS_BEFORE_RESTART = 1.0


@dataclass(frozen=True)
class Program:
    """What to run and with which environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own, so that a Ctrl-C reaches it through us alone."""
        return subprocess.Popen(
            self.command, env=dict(self.environment), stdin=subprocess.DEVNULL, start_new_session=True
        )


class Supervisor:
    """Runs programs until it is told to stop."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self._programs = programs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stop = threading.Event()

    def start(self) -> None:
        """Start every program."""
        for program in self._programs:
            self._running[program.name] = program.start()

    def watch(self) -> None:
        """Start again what dies, until `stop` is called, and then end everything."""
        try:
            while not self._stop.wait(SECONDS_BEFORE_RESTART):
                for program in self._programs:
                    self._revive(program)
        finally:
            self._end()

    def stop(self) -> None:
        """Ask `watch` to end; safe from a signal handler."""
        self._stop.set()

    def processes(self) -> dict[str, int]:
        """Return the process ids by name."""
        return {name: process.pid for name, process in self._running.items()}

    def _revive(self, program: Program) -> None:
        code = self._running[program.name].poll()
        if code is not None:
            say(f"services: {program.name} ended ({code}); starting it again")
            self._running[program.name] = program.start()

    def _end(self) -> None:
        running = [process for process in self._running.values() if process.poll() is None]
        for process in running:
            process.terminate()
        until = time.monotonic() + SECONDS_TO_STOP
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
