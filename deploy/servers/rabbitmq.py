"""A private RabbitMQ node: its own ports, cookie, port mapper and data, listening on 127.0.0.1 only."""

import base64
import contextlib
import os
import re
import shutil
import signal
import subprocess
import urllib.request
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.error import URLError

from deploy.servers import node
from deploy.servers.accounts import Account, account
from deploy.servers.node import USER
from deploy.servers.place import Place, ServerError
from deploy.servers.processes import command_line
from deploy.waiting import comes_true

PACKAGE = "rabbitmq-server"
SECONDS_TO_START = 120
SECONDS_TO_STOP = 40


@cache
def program() -> Path | None:
    """Return RabbitMQ's own start script; the one on Debian's PATH insists on the machine's own node."""
    debian = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
    if debian.exists():
        return debian
    found = shutil.which("rabbitmq-server")
    return Path(found) if found else None


@dataclass(frozen=True)
class RabbitMQ:
    """The private RabbitMQ node of one place."""

    place: Place
    name = "RabbitMQ"

    @property
    def url(self) -> str:
        """The URL for applications."""
        return f"amqp://{USER}:{self.place.password}@127.0.0.1:{self.place.amqp_port}/%2F"

    @property
    def api(self) -> str:
        """The URL of the management API."""
        return f"http://{USER}:{self.place.password}@127.0.0.1:{self.place.management_port}"

    @property
    def home(self) -> Path:
        """The folder of everything the node keeps."""
        return self.place.data / "rabbitmq"

    @property
    def account(self) -> Account:
        """Who runs it."""
        return account("rabbitmq")

    def launch(self) -> None:
        """Start the node; `wait` returns once it answers."""
        script = program()
        if script is None:
            raise ServerError(f"RabbitMQ is not installed (Debian's package: {PACKAGE})")
        self.account.own(self.home)
        self._write("rabbitmq.conf", node.config(self.place))
        self._write("enabled_plugins", "[rabbitmq_management].\n")
        self._pid_file.unlink(missing_ok=True)
        with self._log.open("ab") as log:
            self.account.popen(
                [script], cwd=self.home, env=node.environment(self.place, self.home), output=log
            )

    def wait(self) -> None:
        """Return once the node answers on its management API, which starts last."""
        if not comes_true(self._answers, within=SECONDS_TO_START):
            raise ServerError(f"RabbitMQ did not start in {SECONDS_TO_START} s; its log: {self._log}")

    def stop(self) -> bool:
        """Stop the node in order, and its port mapper with it; say whether it ran."""
        pid = self._pid()
        if pid is not None:
            os.kill(pid, signal.SIGTERM)
            self._wait_for_end(pid)
        self._stop_port_mapper()
        return pid is not None

    def is_running(self) -> bool:
        """Say whether our node runs and answers."""
        return self._pid() is not None and self._answers()

    def _pid(self) -> int | None:
        """Return the node's process id, unless the file is stale and another process has that number."""
        try:
            pid = int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._is_ours(pid) else None

    def _is_ours(self, pid: int) -> bool:
        return re.search(rf"-home {re.escape(str(self.home))}(\s|$)", command_line(pid)) is not None

    def _wait_for_end(self, pid: int) -> None:
        """Wait for the process itself: the node removes its pid file long before it has ended."""
        while not comes_true(lambda: not self._is_ours(pid), within=SECONDS_TO_STOP):
            os.kill(pid, signal.SIGKILL)

    def _answers(self) -> bool:
        secret = base64.b64encode(f"{USER}:{self.place.password}".encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.place.management_port}/api/overview",
            headers={"Authorization": f"Basic {secret}"},
        )
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5):
                return True
        except (URLError, OSError):
            return False

    def _stop_port_mapper(self) -> None:
        epmd = shutil.which("epmd")
        if epmd:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(
                    [epmd, "-port", str(self.place.epmd_port), "-kill"],
                    capture_output=True,
                    timeout=10,
                    check=False,
                )

    @property
    def _pid_file(self) -> Path:
        return self.home / node.PID_FILE

    @property
    def _log(self) -> Path:
        return self.place.folder / "rabbitmq.log"

    def _write(self, name: str, text: str) -> None:
        path = self.home / name
        path.touch(mode=0o600)
        path.write_text(text)
        if self.account.name:
            shutil.chown(path, self.account.name)
