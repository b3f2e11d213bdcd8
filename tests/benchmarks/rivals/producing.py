"""The producer's side of every contestant: it reads the events, says that it is ready, and waits to go."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.rivals import effect

EVENTS = "RIVAL_EVENTS"
"""Names the file with the envelopes, one a line."""


def lines() -> list[bytes]:
    """Return the envelopes that are to be said, as they travel."""
    return Path(os.environ[EVENTS]).read_bytes().splitlines()


def events() -> list[dict[str, Any]]:
    """Return the envelopes that are to be said."""
    return [json.loads(line) for line in lines()]


def wait_for_go() -> None:
    """Say that everything is loaded and connected, and wait for the word."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def produce(send: Callable[[dict[str, Any]], object]) -> None:
    """Change the row of each event and commit, and then send it: two steps, as there is no outbox."""
    connection, said = effect.connect(), events()
    wait_for_go()
    for envelope in said:
        effect.change(connection, envelope)
        try:
            send(envelope)
        except Exception as fault:  # noqa: BLE001  # The change is committed: a web request could only log it.
            tell_of(fault)


def tell_of(fault: Exception) -> None:
    """Say what became of a message that could not be sent."""
    sys.stderr.write(f"not sent: {type(fault).__name__}: {fault}\n")
