"""Where a pair of servers lives: its folder, its ports and its password, kept for the next start."""

import json
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.servers.accounts import reachable
from deploy.servers.ports import all_free, free_base

PORTS = 5


class ServerError(Exception):
    """A server can't be started or stopped; the message says what a person can do."""


@dataclass(frozen=True)
class Place:
    """The folder of a pair of servers with what both need to know."""

    folder: Path
    base: int
    password: str

    @property
    def data(self) -> Path:
        """The folder that the servers' own accounts can reach."""
        return reachable(self.folder)

    @property
    def postgresql_port(self) -> int:
        """Where PostgreSQL listens."""
        return self.base

    @property
    def amqp_port(self) -> int:
        """Where RabbitMQ listens for applications."""
        return self.base + 1

    @property
    def management_port(self) -> int:
        """Where RabbitMQ's management API listens."""
        return self.base + 2

    @property
    def distribution_port(self) -> int:
        """Where Erlang listens for the node's own tools."""
        return self.base + 3

    @property
    def epmd_port(self) -> int:
        """Where the node's port mapper listens."""
        return self.base + 4

    def save(self) -> None:
        """Keep ports and password for the next command."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o711)
        kept = _file(self.folder)
        kept.touch(mode=0o600)
        kept.write_text(json.dumps({key: value for key, value in asdict(self).items() if key != "folder"}))

    def forget(self) -> None:
        """Remove the folder, wherever it is."""
        for folder in {self.folder, self.data}:
            shutil.rmtree(folder, ignore_errors=True)


def kept_place(folder: Path) -> Place | None:
    """Return what an earlier start kept in this folder, or None."""
    try:
        return Place(folder=folder, **json.loads(_file(folder).read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as fault:
        raise ServerError(f"{_file(folder)} is damaged; remove {folder} and start again") from fault


def place_to_start(folder: Path, base: int | None) -> Place:
    """Return where to start servers: as kept if those ports are still free, else on new ports.

    Raises:
        ServerError: when ports were asked for and one is taken.
    """
    kept = kept_place(folder)
    wanted = base or (kept.base if kept else None)
    if wanted is None or (base is None and not all_free(range(wanted, wanted + PORTS))):
        wanted = free_base(PORTS)
    elif not all_free(range(wanted, wanted + PORTS)):
        raise ServerError(f"a port between {wanted} and {wanted + PORTS - 1} is taken; choose another base")
    place = Place(folder, wanted, kept.password if kept else secrets.token_hex(16))
    place.save()
    return place


def _file(folder: Path) -> Path:
    return folder / "place.json"
