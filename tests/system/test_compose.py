import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.cli import COMMANDS
from shared.settings import SERVICES, SETTINGS

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = dict(
    line.split("=", 1)
    for line in (ROOT / "deploy" / "example.env").read_text().splitlines()
    if line and not line.startswith("#")
)
CONTAINERS: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = {name: each for name, each in CONTAINERS.items() if each["image"].startswith("backcast-")}


def test_each_service_runs_as_serve_and_work_after_its_migration() -> None:
    expected = {f"{service}-{mode}" for service in SERVICES for mode in ("migrate", "serve", "work")}

    assert set(OURS) == expected

    migrated = {f"{service}-migrate" for service in SERVICES}
    running = [each for each in OURS.values() if each["command"] != ["migrate"]]
    assert all(set(each["depends_on"]) == migrated for each in running)
    assert all(
        wait["condition"] == "service_completed_successfully"
        for each in running
        for wait in each["depends_on"].values()
    )


@pytest.mark.parametrize("name", OURS)
def test_every_container_of_ours_runs_a_command_that_exists(name: str) -> None:
    (command,) = OURS[name]["command"]

    assert command in COMMANDS
    assert name.endswith(f"-{command}")


@pytest.mark.parametrize("name", OURS)
def test_every_container_of_ours_knows_its_settings_and_uses_its_own_database(name: str) -> None:
    environment = OURS[name]["environment"]
    service = name.split("-", maxsplit=1)[0]

    assert set(environment) <= set(SETTINGS)
    assert re.match(
        rf"postgresql\+psycopg://{service}:.*@postgres/{service}$", environment["BACKCAST_DATABASE_URL"]
    )
    assert environment["BACKCAST_BROKER_URL"]


@pytest.mark.parametrize("name", OURS)
def test_every_container_of_ours_can_write_nothing_and_gain_no_rights(name: str) -> None:
    container = OURS[name]

    assert container["read_only"]
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]


def test_every_mounted_file_exists() -> None:
    mounts = [mount for each in CONTAINERS.values() for mount in each.get("volumes", [])]
    files = [mount.split(":")[0] for mount in mounts if mount.startswith(".")]

    assert files
    assert all((ROOT / file).is_file() for file in files)


def test_nothing_listens_beyond_this_machine() -> None:
    ports = [port for each in CONTAINERS.values() for port in each.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_example_names_every_setting_and_whatever_the_compose_file_reads() -> None:
    read = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))

    assert set(SETTINGS) <= set(EXAMPLE)
    assert read <= set(EXAMPLE)


def test_every_secret_of_the_example_asks_to_be_changed() -> None:
    secret = [name for name in EXAMPLE if "PASSWORD" in name or "SECRET" in name]

    assert len(secret) == 6
    assert all("change-me" in EXAMPLE[name] for name in secret)


def test_the_gateway_knows_every_service() -> None:
    routes = (ROOT / "deploy" / "gateway.conf").read_text()

    assert set(re.findall(r"set \$(\w+) (\w+)-serve:8000;", routes)) == {(name, name) for name in SERVICES}
    assert re.findall(r"log_format \w+ .*?;", routes, re.DOTALL)
    assert not re.search(r"\$(request|request_uri|http_referer)\b", routes)


def test_the_image_is_made_of_files_that_exist_and_are_let_in() -> None:
    recipe = (ROOT / "deploy" / "Dockerfile").read_text()
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", recipe, re.MULTILINE)
        for source in line.split()[:-1]
        if "${SERVICE}" not in source
    ]
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)

    assert copied
    assert all((ROOT / source).exists() for source in copied)
    assert all(any(Path(source).is_relative_to(each) for each in let_in) for source in copied)
    assert re.search(r"^USER (?!0|root)", recipe, re.MULTILINE)
