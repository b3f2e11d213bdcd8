"""The PostgreSQL and RabbitMQ for `make services`: those configured, else Docker's, else private ones."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from deploy.progress import say
from deploy.servers.__main__ import main as servers
from deploy.servers.place import Place, kept_place, place_to_start
from deploy.servers.ports import answers
from deploy.servers.postgresql import PostgreSQL, programs
from deploy.servers.rabbitmq import RabbitMQ

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "servers" / "services"
DOCKER_FOLDER = ROOT / "build" / "servers" / "docker"
RECIPE = Path(__file__).with_name("servers.yml")


class NoServers(Exception):
    """There are no servers to run on; the message says what a person can do."""


@dataclass(frozen=True)
class Backing:
    """Servers that answer, and how to put them away again."""

    database_url: str
    broker_url: str
    stop: Callable[[], object] = lambda: None


def find() -> Backing:
    """Return the first servers that can be had.

    Raises:
        NoServers: when none can.
    """
    found = configured() or docker() or private()
    if found is None:
        raise NoServers("install Debian's packages postgresql and rabbitmq-server, or start Docker")
    return found


def configured() -> Backing | None:
    """Return the servers that the settings name, if they answer."""
    database, broker = os.environ.get("BACKCAST_DATABASE_URL", ""), os.environ.get("BACKCAST_BROKER_URL", "")
    if not (database.startswith("postgresql") and broker):
        return None
    for url, port in ((database, 5432), (broker, 5672)):
        parts = urlsplit(url.replace("{service}", "plans"))
        if not answers(parts.port or port, host=parts.hostname or "127.0.0.1"):
            say(
                f"services: nothing answers at {parts.hostname}:{parts.port or port}, as the settings name it"
            )
            return None
    say("services: using the servers that the settings name")
    return Backing(database, broker)


def docker(folder: Path = DOCKER_FOLDER) -> Backing | None:
    """Start the two servers in Docker, if an engine runs here."""
    if not shutil.which("docker") or _docker(None, "info"):
        return None
    place = kept_place(folder) or place_to_start(folder, None)
    say("services: starting PostgreSQL and RabbitMQ in Docker")
    if _docker(place, *_compose("up", "--detach", "--wait")):
        say("services: Docker could not start them")
        return None
    return _backing(place, lambda: _docker(place, *_compose("stop")))


def private() -> Backing | None:
    """Start private servers from this machine's packages, if both are installed."""
    if servers(["start", "--folder", str(FOLDER)]):
        servers(["stop", "--folder", str(FOLDER)])
        return None
    place = kept_place(FOLDER)
    if place is None:
        return None
    make_databases(PostgreSQL(place).url, place.password)
    return _backing(place, lambda: servers(["stop", "--folder", str(FOLDER)]))


def make_databases(admin_url: str, password: str) -> None:
    """Make the three databases and their users with the recipe that the containers use, too."""
    psql = (programs() or Path()) / "psql"
    passwords = {f"{name}_PASSWORD": password for name in ("PLANS", "PARTNERS", "NOTIFY")}
    subprocess.run(
        [str(psql), "--quiet", "--no-psqlrc", "--file", str(ROOT / "deploy" / "postgres.sql"), admin_url],
        env={**os.environ, **passwords},
        check=True,
    )


def _backing(place: Place, stop: Callable[[], object]) -> Backing:
    database = (
        f"postgresql+psycopg://{{service}}:{place.password}@127.0.0.1:{place.postgresql_port}/{{service}}"
    )
    return Backing(database, RabbitMQ(place).url, stop)


def _compose(*arguments: str) -> list[str]:
    return ["compose", "--project-name", "backcast-servers", "--file", str(RECIPE), *arguments]


def _docker(place: Place | None, *arguments: str) -> int:
    known = (
        {
            "BACKCAST_SERVERS_PASSWORD": place.password,
            "BACKCAST_SERVERS_POSTGRES_PORT": str(place.postgresql_port),
            "BACKCAST_SERVERS_AMQP_PORT": str(place.amqp_port),
        }
        if place
        else {}
    )
    command = ["docker", *arguments]
    quiet = None if place else subprocess.DEVNULL
    return subprocess.run(
        command, env={**os.environ, **known}, stdout=quiet, stderr=quiet, check=False
    ).returncode
