import os
import re
import socket
from pathlib import Path

import pytest

from deploy.local import backing

RECIPE = backing.RECIPE.read_text()

DOCKER = """#!/bin/sh
echo "$@" >> "$0.said"
env | grep ^BACKCAST_SERVERS_ > "$0.env"
test "$1" != "$FAILS"
"""


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docker that does nothing but keep what it was told."""
    program = tmp_path / "docker"
    program.write_text(DOCKER)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return program


def test_where_a_docker_engine_runs_it_gives_both_servers(docker: Path, tmp_path: Path) -> None:
    found = backing.docker(tmp_path / "servers")

    assert found is not None
    assert "{service}:" in found.database_url
    said = docker.with_name("docker.said").read_text()
    assert f"--file {backing.RECIPE} up --detach --wait" in said
    known = dict(line.split("=", 1) for line in docker.with_name("docker.env").read_text().splitlines())
    assert set(re.findall(r"\$\{(\w+)\}", RECIPE)) == set(known)
    assert known["BACKCAST_SERVERS_PASSWORD"] in found.broker_url

    found.stop()

    assert docker.with_name("docker.said").read_text().endswith(" stop\n")


def test_a_docker_client_without_an_engine_is_passed_over(
    docker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILS", "info")

    assert backing.docker(tmp_path / "servers") is None
    assert docker.with_name("docker.said").read_text() == "info\n"


def test_configured_servers_are_used_only_when_they_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        monkeypatch.setenv(
            "BACKCAST_DATABASE_URL", f"postgresql+psycopg://{{service}}:p@127.0.0.1:{port}/{{service}}"
        )
        monkeypatch.setenv("BACKCAST_BROKER_URL", f"amqp://guest:guest@127.0.0.1:{port}/%2F")

        found = backing.configured()

    assert found is not None
    assert found.broker_url == os.environ["BACKCAST_BROKER_URL"]
    assert backing.configured() is None
