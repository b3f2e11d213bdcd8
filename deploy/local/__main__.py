"""`python -m deploy.local`: servers, databases, six processes and a gateway, until Ctrl-C."""

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from deploy.local import backing
from deploy.local.supervisor import Program, Supervisor
from deploy.progress import say
from deploy.secret import ensure_secret
from deploy.servers.ports import free_base
from deploy.waiting import comes_true
from shared.settings import SERVICES, SETTINGS

ROOT = Path(__file__).resolve().parents[2]
OPERATORS = ROOT / "build" / "services.env"
"""The settings of what runs, for the commands of those who look after it."""
MODES = ("serve", "work")
SECONDS_TO_READY = 60


def main() -> int:
    """Run until the process is told to end; return its exit code."""
    try:
        found = backing.find()
    except backing.NoServers as fault:
        say(f"services: {fault}")
        return 3
    try:
        return run(found)
    finally:
        found.stop()


def run(found: backing.Backing) -> int:
    """Migrate the three databases, and keep the processes running on these servers."""
    site = int(os.environ.get("PORT", "8000"))
    environment = common(found, site)
    keep_settings(environment)
    ports = dict(zip(SERVICES, range(free_base(len(SERVICES)), sys.maxsize), strict=False))
    for name in SERVICES:
        say(f"services: migrating {name}")
        subprocess.run([*service(name), "migrate"], env=environment, check=True)
    supervisor = Supervisor(programs(environment, ports, site))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: supervisor.stop())
    supervisor.start()
    threading.Thread(target=welcome, args=(environment, site), daemon=True).start()
    supervisor.watch()
    return 0


def common(found: backing.Backing, site: int) -> dict[str, str]:
    """Return the environment that all processes share."""
    ensure_secret(Path(os.environ.get("BACKCAST_DATA", "data")))
    preset = {"BACKCAST_LOG_FORMAT": "text", "BACKCAST_BASE_URL": f"http://127.0.0.1:{site}"}
    named = {"BACKCAST_DATABASE_URL": found.database_url, "BACKCAST_BROKER_URL": found.broker_url}
    return {**preset, **os.environ, **named}


def keep_settings(environment: Mapping[str, str], path: Path = OPERATORS) -> None:
    """Write the settings down for a shell to read, by their owner alone: there are secrets in them."""
    lines = [f"export {name}={shlex.quote(environment[name])}" for name in SETTINGS if name in environment]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("\n".join([*lines, ""]))


def programs(environment: Mapping[str, str], ports: Mapping[str, int], site: int) -> list[Program]:
    """Return the six processes and the gateway before them."""
    own = [
        Program(f"{name} {mode}", [*service(name), mode], {**environment, "BACKCAST_PORT": str(ports[name])})
        for name in SERVICES
        for mode in MODES
    ]
    named = [f"{name}={port}" for name, port in ports.items()]
    return [
        *own,
        Program("gateway", [sys.executable, "-m", "deploy.gateway", str(site), *named], environment),
    ]


def service(name: str) -> list[str]:
    """Return the command line of one service."""
    return [sys.executable, "-m", f"services.{name}"]


def welcome(environment: Mapping[str, str], site: int) -> None:
    """Load the demo community once everything is ready, and say what to open."""
    if not comes_true(lambda: all(is_ready(site, name) for name in SERVICES), within=SECONDS_TO_READY):
        say("services: not everything is ready; what is missing stands in /<service>/health/ready")
        return
    subprocess.run([sys.executable, "-m", "deploy.cli", "demo"], env=dict(environment), check=False)
    say(f"services: to look after them:  . {OPERATORS.relative_to(ROOT)}; .venv/bin/backcast parked list")
    say(f"services: three services answer on http://127.0.0.1:{site}/ (stop with Ctrl-C)")


def is_ready(site: int, name: str) -> bool:
    """Say whether a service and what it depends on are well."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{site}/{name}/health/ready", timeout=5) as answer:
            return bool(json.load(answer)["status"] == "ok")
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main())
