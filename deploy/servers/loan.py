"""Servers for a run of the tests or benchmarks: those that the environment names, else private ones."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.servers.__main__ import main as servers

FOLDER = Path(__file__).resolve().parents[2] / "build" / "servers"
POSTGRESQL = "BACKCAST_TEST_POSTGRES_URL"
RABBITMQ, RABBITMQ_API = "BACKCAST_TEST_RABBITMQ_URL", "BACKCAST_TEST_RABBITMQ_API"
SERVERS = "BACKCAST_TEST_SERVERS"
"""Where the servers are that a test may kill; there are none when the environment names servers."""


@contextmanager
def lent_servers(purpose: str) -> Iterator[dict[str, str]]:
    """Give this environment with the servers' names in it; private ones are stopped after the block.

    They live in a folder named for the purpose, so that two runs for different ones do not meet. A server
    whose package is not installed is not named.
    """
    if POSTGRESQL in os.environ and RABBITMQ in os.environ:
        yield dict(os.environ)
        return
    folder = FOLDER / purpose
    try:
        servers(["start", "--folder", str(folder)])
        yield {**read_env(folder / "env"), **os.environ, SERVERS: str(folder)}
    finally:
        servers(["stop", "--folder", str(folder)])


def read_env(path: Path) -> dict[str, str]:
    """Read a file of NAME=value lines; a file that isn't there has none."""
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines)
