"""A real server for S3-compatible storage: moto's, apart from us since its libraries are older than ours."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.apart import Apart
from tests.system.processes import free_ports
from tests.waiting import eventually

MOTO = Apart("apart", "moto")
KEY_ID, SECRET_KEY, SESSION_TOKEN = "AKIACANARYKEY0000000", "CanarySecret/Key+0000", "CanarySession/Token+0"


def keys_to(url: str) -> Mapping[str, str]:
    """What a process that may use the storage has in its environment."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_SESSION_TOKEN": SESSION_TOKEN,
    }


@contextmanager
def storage_server(python: Path, log: Path) -> Iterator[str]:
    """Run the server, and give its endpoint."""
    (port,) = free_ports(1)
    # Few names a page, so that all who list them have to turn pages.
    few = {**os.environ, "MOTO_S3_DEFAULT_MAX_KEYS": "3"}
    command = [str(python.with_name("moto_server")), "--host", "127.0.0.1", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as file, subprocess.Popen(command, env=few, stdout=file, stderr=file) as server:
        try:
            eventually(lambda: _answers(url), within=60, saying=f"a storage at {url}, of which {log} tells")
            yield url
        finally:
            server.terminate()


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.ConnectionError:
        return False
