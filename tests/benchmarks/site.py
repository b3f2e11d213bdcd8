"""How soon the one process answers, and how long its pages take, with the demo community in it."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from deploy.servers.ports import free_base
from tests.benchmarks.measure import Measurement, milliseconds

UP = [sys.executable, "-c", "import sys; from deploy.cli import main; main()", "up", "--demo"]
PATIENCE_SECONDS = 90.0
START_LIMIT_SECONDS = 5.0
RUNS = 50


def measure() -> Iterator[Measurement]:
    """Start the process twice on one folder: the second start is the one that people wait for each day."""
    with tempfile.TemporaryDirectory() as folder:
        with _running(folder):
            pass
        with _running(folder) as (site, seconds):
            yield Measurement(
                name="a start with data until it is ready",
                value=seconds,
                unit="s",
                limit="what we promise",
                limit_value=START_LIMIT_SECONDS,
                runs=1,
            )
            yield from _pages(site)


def _pages(site: str) -> Iterator[Measurement]:
    with requests.Session() as session:
        floor = milliseconds(lambda: session.get(f"{site}/plans/health/live", timeout=10), RUNS)
        for name, path in _paths(session, site).items():
            yield Measurement(
                name=name,
                value=milliseconds(lambda path=path: _get(session, f"{site}{path}"), RUNS),  # type: ignore[misc]
                unit="ms",
                limit="health/live of the same process",
                limit_value=floor,
                runs=RUNS,
            )


def _paths(session: requests.Session, site: str) -> dict[str, str]:
    plan = re.search(r'href="(/plans/([0-9a-f-]{36}))"', _get(session, f"{site}/").text)
    if plan is None:
        raise LookupError("the first page links to no plan")
    return {
        "the community's page": "/",
        "a plan's page": plan[1],
        "a plan's status by the API": f"/plans/api/v1/plans/{plan[2]}/status",
    }


def _get(session: requests.Session, url: str) -> requests.Response:
    answer = session.get(url, timeout=10)
    answer.raise_for_status()
    return answer


@contextmanager
def _running(folder: str) -> Iterator[tuple[str, float]]:
    port = free_base(1)
    site = f"http://127.0.0.1:{port}"
    known = {"BACKCAST_DATA": folder, "BACKCAST_PORT": str(port), "BACKCAST_BASE_URL": site}
    began = time.monotonic()
    log = Path(folder) / "site.log"
    with (
        log.open("ab") as output,
        subprocess.Popen(UP, env={**os.environ, **known}, stdout=output, stderr=output) as process,
    ):
        try:
            while not _is_ready(site):
                if process.poll() is not None or time.monotonic() - began > PATIENCE_SECONDS:
                    raise RuntimeError(f"Backcast did not start: {log.read_text()}")
                time.sleep(0.02)
            yield site, time.monotonic() - began
        finally:
            process.terminate()


def _is_ready(site: str) -> bool:
    try:
        told = requests.get(f"{site}/plans/health/ready", timeout=5).json()
    except requests.RequestException:
        return False
    return bool(told["status"] == "ok")
