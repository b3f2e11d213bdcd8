"""Backcast on stage: its real processes, and its outside as people see it (pages, API, mail, plain SQL)."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg
import pysqlite3.dbapi2 as sqlite
import pytest
import requests

from tests.system.letters import Letter, SmtpSink
from tests.system.processes import ROOT, Process, free_ports, stop_together
from tests.system.receiver import HookSink
from tests.waiting import eventually

SERVICES = ("plans", "partners", "notify")
SECRET = "a-secret-of-a-test-that-is-long-enough-to-be-taken"


class Stage(Protocol):
    """A way to run the product; a journey need not know which."""

    processes: dict[str, Process]
    gentle: bool
    hooks: HookSink

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def address(self, service: str) -> str: ...
    def letters(self) -> list[Letter]: ...
    def rows(self, service: str, sql: str) -> list[tuple[Any, ...]]: ...
    def command(self, *words: str) -> str: ...
    def between_steps(self) -> None: ...
    def without_notify(self) -> Any: ...


@contextmanager
def performing(stage: Stage) -> Iterator[None]:
    """Let the stage run for the length of the block; of one that fails to begin nothing is left running."""
    try:
        stage.start()
        yield
    finally:
        stage.stop()


class Visitor(requests.Session):
    """Somebody with a browser, who reaches each path at the process that answers for it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage

    def request(self, method: str, url: str, *args: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        """Send the request to the service that the path names, wherever the URL itself points."""
        answer = self._send(method, url, *args, **options)
        while answer.is_redirect:
            answer = self._send("GET", answer.headers["Location"])
        return answer

    def _send(self, method: str, url: str, *args: Any, **options: Any) -> requests.Response:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        whole = service_address(self._stage, path) + path
        return super().request(method, whole, *args, **{**options, "timeout": 30, "allow_redirects": False})


def service_address(stage: Stage, path: str) -> str:
    first = path.split("/")[1]
    return stage.address(first if first in SERVICES else "plans")


class OneProcess:
    """All services in one process on SQLite, its e-mails sent to an SMTP sink."""

    gentle = True

    def __init__(self, folder: Path) -> None:
        port, smtp, hooks = free_ports(3)
        self._folder = folder
        self.hooks = HookSink(hooks, folder / "webhooks.received")
        self._sink = SmtpSink(smtp)
        self._address = f"http://127.0.0.1:{port}"
        self._environment = {
            "BACKCAST_DATA": str(folder / "data"),
            "BACKCAST_PORT": str(port),
            "BACKCAST_BASE_URL": self._address,
            "BACKCAST_MAIL_URL": self._sink.url,
            "BACKCAST_WEBHOOKS_INSIDE": "yes",
            "BACKCAST_SECRET_KEYS": SECRET,
        }
        self.processes = {"backcast": self._process({})}

    def _process(self, extra: Mapping[str, str]) -> Process:
        command = [sys.executable, "-m", "deploy.cli", "up"]
        return Process("backcast", command, {**self._environment, **extra}, self._folder / "backcast.log")

    def start(self) -> None:
        self._sink.start()
        self.hooks.start()
        self._up()

    def _up(self) -> None:
        self.processes["backcast"].start()
        ready(self, ("plans", "partners", "notify"))

    def stop(self) -> None:
        self.processes["backcast"].stop()
        self._sink.stop()
        self.hooks.stop()

    def address(self, service: str) -> str:  # noqa: ARG002  # One address answers for all.
        return self._address

    def letters(self) -> list[Letter]:
        return self._sink.letters

    def rows(self, service: str, sql: str) -> list[tuple[Any, ...]]:
        connection = sqlite.connect(self._folder / "data" / f"{service}.sqlite3")
        try:
            return list(connection.execute(sql))
        finally:
            connection.close()

    def command(self, *words: str) -> str:
        return backcast(words, self._environment)

    def between_steps(self) -> None:
        """Nothing happens between the steps of an ordinary run."""

    @contextmanager
    def without_notify(self) -> Iterator[None]:
        """Run plans and partners only, for the length of the block."""
        self.processes["backcast"].stop()
        whole = self.processes["backcast"]
        self.processes["backcast"] = self._process({"BACKCAST_SERVICES": "plans,partners"})
        self.processes["backcast"].start()
        ready(self, ("plans", "partners"))
        yield
        self.processes["backcast"].stop()
        self.processes["backcast"] = whole
        self._up()


class Restarted(OneProcess):
    """The one process, stopped and started again between every two steps."""

    def between_steps(self) -> None:
        self.processes["backcast"].stop()
        self._up()


class Killed(OneProcess):
    """The one process, killed between every two steps."""

    gentle = False

    def between_steps(self) -> None:
        self.processes["backcast"].kill()
        self._up()


class ThreeServices:
    """Six processes with PostgreSQL and RabbitMQ."""

    gentle = True

    def __init__(self, folder: Path, postgres: str, rabbitmq: str) -> None:
        *ports, smtp, hooks = free_ports(len(SERVICES) + 2)
        self._folder = folder
        self.hooks = HookSink(hooks, folder / "webhooks.received")
        self._sink = SmtpSink(smtp)
        self._addresses = {
            name: f"http://127.0.0.1:{port}" for name, port in zip(SERVICES, ports, strict=True)
        }
        self.administrator = postgres
        self._databases = Databases(postgres)
        self._environment = {
            "BACKCAST_DATABASE_URL": self._databases.url,
            "BACKCAST_BROKER_URL": rabbitmq,
            "BACKCAST_BASE_URL": self._addresses["plans"],
            "BACKCAST_MAIL_URL": self._sink.url,
            "BACKCAST_WEBHOOKS_INSIDE": "yes",
            "BACKCAST_SECRET_KEYS": SECRET,
            "BACKCAST_WORKERS": "1",
        }
        self.processes = {
            f"{service}.{part}": self._process(service, part, port)
            for service, port in zip(SERVICES, ports, strict=True)
            for part in ("serve", "work")
        }

    def _process(self, service: str, part: str, port: int) -> Process:
        command = [sys.executable, "-m", f"services.{service}", part]
        environment = {**self._environment, "BACKCAST_PORT": str(port)}
        return Process(f"{service}.{part}", command, environment, self._folder / f"{service}.{part}.log")

    def start(self) -> None:
        self._databases.create()
        self._sink.start()
        self.hooks.start()
        for service in SERVICES:
            run_python(("-m", f"services.{service}", "migrate"), self._environment)
        for process in self.processes.values():
            process.start()
        ready(self, SERVICES)

    def stop(self) -> None:
        stop_together(self.processes.values())
        self._sink.stop()
        self.hooks.stop()
        self._databases.drop()

    def address(self, service: str) -> str:
        return self._addresses[service]

    def letters(self) -> list[Letter]:
        return self._sink.letters

    def rows(self, service: str, sql: str) -> list[tuple[Any, ...]]:
        return self._databases.rows(service, sql)

    def command(self, *words: str) -> str:
        return backcast(words, self._environment)

    def between_steps(self) -> None:
        """Nothing happens between the steps of an ordinary run."""

    @contextmanager
    def without_notify(self) -> Iterator[None]:
        """Stop both of notify's processes for the length of the block."""
        both = [self.processes["notify.serve"], self.processes["notify.work"]]
        stop_together(both)
        yield
        for process in both:
            process.start()
        ready(self, ("notify",))


class SixKilled(ThreeServices):
    """The six processes, each of them killed once in turn, and started again, between the steps."""

    gentle = False

    def between_steps(self) -> None:
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.start()
        ready(self, SERVICES)


class Databases:
    """A PostgreSQL database for each service, for one test."""

    def __init__(self, admin: str) -> None:
        self._admin = admin
        self._prefix = f"journey_{secrets.token_hex(4)}"
        self.url = self._of("{service}").replace("postgresql://", "postgresql+psycopg://")

    def _of(self, service: str) -> str:
        return f"{self._admin.rpartition('/')[0]}/{self._prefix}_{service}"

    def create(self) -> None:
        self._each("CREATE DATABASE {}")

    def drop(self) -> None:
        self._each("DROP DATABASE {} WITH (FORCE)")

    def _each(self, statement: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            for service in SERVICES:
                connection.execute(statement.format(f"{self._prefix}_{service}").encode())

    def rows(self, service: str, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._of(service)) as connection:
            return connection.execute(sql.encode()).fetchall()


def ready(stage: Stage, services: tuple[str, ...]) -> None:
    """Return once each of the services says that it is ready."""
    for service in services:
        url = f"{stage.address(service)}/{service}/health/ready"
        eventually(lambda url=url: _is_ready(url), within=120, saying=f"{service} ready")  # type: ignore[misc]


def _is_ready(url: str) -> bool:
    try:
        return bool(requests.get(url, timeout=5).json()["status"] == "ok")
    except requests.RequestException:
        return False


def backcast(words: tuple[str, ...], environment: Mapping[str, str]) -> str:
    """Run the `backcast` command and return what it printed."""
    return run_python(("-m", "deploy.cli", *words), environment)


def run_python(words: tuple[str, ...], environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout
