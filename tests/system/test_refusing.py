"""What must not run does not start, and says in a line or two why."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pika
import pytest

from shared.cli import COMMANDS
from shared.events import topology
from tests.system.processes import ROOT, free_ports

SERVICE = [sys.executable, "-m", "services.plans"]
Ended = subprocess.CompletedProcess[str]


def run(*command: str, **settings: str) -> Ended:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("BACKCAST_")}
    environment = {**outside, "BACKCAST_SECRET_KEYS": "s" * 40, **settings}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def said(ended: Ended) -> str:
    """What the process said to a person, all of which must be in a few lines."""
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    return ended.stderr


@pytest.fixture
def servers(postgresql_url: str, rabbitmq_url: str) -> Mapping[str, str]:
    return {"BACKCAST_DATABASE_URL": postgresql_url, "BACKCAST_BROKER_URL": rabbitmq_url}


@pytest.fixture
def with_other_queues(servers: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """The servers, with the queues of a release that had another limit."""
    monkeypatch.setattr(topology, "DELIVERY_LIMIT", 7)
    with pika.BlockingConnection(pika.URLParameters(servers["BACKCAST_BROKER_URL"])) as connection:
        topology.declare(connection)
    monkeypatch.undo()
    return servers


@pytest.mark.parametrize("command", ["migrate", "work"])
def test_a_queue_made_with_other_arguments_ends_the_command_with_both_values(
    with_other_queues: Mapping[str, str], command: str
) -> None:
    told = said(run(*SERVICE, command, **with_other_queues))

    assert "the broker holds something else than this release needs" in told
    assert "queue 'plans'" in told
    assert f"received '{topology.DELIVERY_LIMIT}' but current is '7'" in told


@pytest.mark.parametrize(
    "command", [[*SERVICE, "migrate"], [sys.executable, "-m", "deploy.cli", "parked", "list"]]
)
def test_a_command_that_needs_the_broker_says_when_it_is_away(
    sqlite_url: str, command: list[str], tmp_path: Path
) -> None:
    (nobody,) = free_ports(1)
    away = {"BACKCAST_DATABASE_URL": sqlite_url, "BACKCAST_BROKER_URL": f"amqp://127.0.0.1:{nobody}"}

    told = said(run(*command, **away, BACKCAST_DATA=str(tmp_path)))

    assert "the broker cannot be reached" in told


@pytest.mark.parametrize("command", COMMANDS)
def test_a_broker_elsewhere_that_everybody_can_enter_or_listen_to_is_refused_before_anything_else(
    command: str,
) -> None:
    ended = run(*SERVICE, command, BACKCAST_BROKER_URL="amqp://guest:guest@rabbit.example.org/%2F")

    assert ended.returncode == 2
    assert "BACKCAST_BROKER_URL: guest with the password guest" in said(ended)
    assert "use amqps:" in ended.stderr


@pytest.mark.parametrize("command", [[*SERVICE, "work"], [sys.executable, "-m", "deploy.cli", "tick"]])
def test_a_library_with_a_known_hole_is_refused_with_the_reason(command: list[str], tmp_path: Path) -> None:
    release = tmp_path / "flask-3.0.0.dist-info"
    release.mkdir()
    (release / "METADATA").write_text("Metadata-Version: 2.1\nName: flask\nVersion: 3.0.0\n")

    ended = run(*command, PYTHONPATH=str(tmp_path), BACKCAST_DATA=str(tmp_path))

    assert ended.returncode == 2
    assert "flask 3.0.0 is older than 3.1.3: CVE-2026-27205" in said(ended)
