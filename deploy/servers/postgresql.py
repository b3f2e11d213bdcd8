"""A private PostgreSQL: a cluster in our folder, durable as in real use, reachable from this machine only."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deploy.servers.accounts import Account, account
from deploy.servers.place import Place, ServerError
from deploy.servers.ports import answers
from deploy.servers.processes import command_line

ADMIN = "backcast"
PACKAGE = "postgresql"
SECONDS = 120


@cache
def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs: Debian's newest, else the one on PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: [int(n) for n in re.findall(r"\d+", path.parts[4])])
    if newest:
        return newest[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@dataclass(frozen=True)
class PostgreSQL:
    """The private PostgreSQL of one place."""

    place: Place
    name = "PostgreSQL"

    @property
    def url(self) -> str:
        """The URL of the administrator's database."""
        return f"postgresql://{ADMIN}:{self.place.password}@127.0.0.1:{self.place.postgresql_port}/postgres"

    @property
    def cluster(self) -> Path:
        """The folder of the database files."""
        return self.place.data / "postgresql" / "cluster"

    @property
    def account(self) -> Account:
        """Who runs it."""
        return account("postgres")

    def launch(self) -> None:
        """Start it, making the cluster first if there is none; it answers when this returns."""
        self.account.own(self.place.data / "postgresql")
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        settings = {
            "port": self.place.postgresql_port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.cluster.parent,
            "max_connections": 300,
            "fsync": "on",
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        log = self.cluster.parent / "log"
        self._run("pg_ctl", "start", "-w", "-D", self.cluster, "-l", log, "-o", options)

    def wait(self) -> None:
        """Do nothing: `launch` waited already."""

    def stop(self) -> bool:
        """Stop it, closing connections that are still open; say whether it ran."""
        ran = self._has_process()
        if ran:
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.cluster)
        return ran

    def is_running(self) -> bool:
        """Say whether our server runs and answers."""
        return self._has_process() and answers(self.place.postgresql_port)

    def _has_process(self) -> bool:
        """Say whether the process in our pid file serves our cluster; pg_ctl asks only whether it lives."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return False
        return str(self.cluster) in command_line(pid)

    def _initialise(self) -> None:
        shutil.rmtree(self.cluster, ignore_errors=True)  # What an interrupted initdb left.
        secret = self.cluster.parent / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.place.password)
        if self.account.name:
            shutil.chown(secret, self.account.name)
        self._run(
            *("initdb", "-D", self.cluster, "-U", ADMIN, "--pwfile", secret, "--auth=scram-sha-256"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        )
        secret.unlink()

    def _run(self, program: str, *arguments: str | Path) -> None:
        folder = programs()
        if folder is None:
            raise ServerError(f"PostgreSQL is not installed (Debian's package: {PACKAGE})")
        output = self.place.folder / f"{program}.out"
        with output.open("wb") as sink:
            process = self.account.popen(
                [folder / program, *arguments], cwd=self.cluster.parent, env=os.environ, output=sink
            )
            try:
                code = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                code = -1
        if code:
            said = output.read_text(errors="replace").strip()
            raise ServerError(f"{program} failed: {said}\n(log: {self.cluster.parent / 'log'})")
