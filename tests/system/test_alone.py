import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shared.settings import SERVICES

ROOT = Path(__file__).resolve().parents[2]

# Another service of this checkout must not be found by way of the environment's own paths.
ONLY_HERE = f"""
import sys
sys.path = [path for path in sys.path if path not in ("", {str(ROOT)!r})]
sys.path.insert(0, ".")
"""
COMMANDS = ONLY_HERE + "import runpy; runpy.run_module('services.{service}', run_name='__main__')"
ANSWERS = (
    ONLY_HERE
    + """
import importlib
from shared.events.inprocess import InProcessTransport
from shared.service import Runtime
from shared.settings import Settings

service = importlib.import_module("services.{service}.app").SERVICE
runtime = Runtime.start(service, Settings.from_env(), InProcessTransport())
runtime.migrate()
answer = runtime.app().test_client().get("/{service}/health/live")
print(answer.status_code, sorted(name for name in sys.modules if name.startswith("services.")))
"""
)


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The name of a service whose folder, beside shared/, is all that lies in tmp_path."""
    name: str = request.param
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "shared", tmp_path / "shared", ignore=leave)
    shutil.copytree(ROOT / "services" / name, tmp_path / "services" / name, ignore=leave)
    shutil.copy(ROOT / "services" / "__init__.py", tmp_path / "services")
    return name


def run(code: str, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("BACKCAST_")},
        "BACKCAST_SECRET_KEYS": "x" * 40,
    }
    environment.pop("PYTHONPATH", None)
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_service_shows_its_commands_with_nothing_but_shared_and_its_folder(
    service: str, tmp_path: Path
) -> None:
    shown = run(COMMANDS.format(service=service), tmp_path, "--help")

    assert shown.returncode == 0, shown.stderr
    assert all(command in shown.stdout for command in ("serve", "work", "migrate", "resync"))


def test_a_service_answers_with_nothing_but_shared_and_its_folder(service: str, tmp_path: Path) -> None:
    answered = run(ANSWERS.format(service=service), tmp_path)

    assert answered.returncode == 0, answered.stderr
    said = answered.stdout.splitlines()[-1]
    assert said.startswith("200 ")
    assert not any(f"services.{other}" in said for other in SERVICES if other != service)
