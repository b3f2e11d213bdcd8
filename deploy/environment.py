"""Sets this folder up: `.venv` with the locked packages, Backcast's own command, and the front end.

`python3 -m deploy.environment run|dev`. A second run sees by its stamp that nothing changed, and returns at
once. Only the standard library is imported, because this runs before anything is installed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from deploy import assets
from deploy.progress import say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
SETS = ("run", "dev")
"""The locks in requirements/, each of which holds the ones before it."""

SCRIPT = """\
#!/bin/sh
exec '{python}' -c 'import sys; from deploy.cli import main; sys.argv[0] = "backcast"; main()' "$@"
"""


class SetUpError(Exception):
    """The set-up can't go on; the message says what a person can do."""


def set_up(name: str) -> None:
    """Bring `.venv` and the front end to what the locks and sources say.

    Raises:
        SetUpError: when Python is too old, or packages can't be had.
    """
    if sys.version_info < OLDEST:
        raise SetUpError(f"Backcast needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version}")
    began = time.monotonic()
    with (ROOT / ".setup-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current(name):
            _install(name)
            say(f"set-up: packages are ready after {time.monotonic() - began:.0f} s")
        assets.build()


def _is_current(name: str) -> bool:
    larger = SETS[SETS.index(name) :]
    return any(_stamp(each).exists() and _stamp(each).read_text() == _digest(each) for each in larger)


def _install(name: str) -> None:
    marker = VENV / "made-for"
    made_for = f"{ROOT} {sys.version}"
    if not (PYTHON.exists() and marker.exists() and marker.read_text() == made_for):
        _make_venv()
        marker.write_text(made_for)
    for each in SETS:
        _stamp(each).unlink(missing_ok=True)
    _install_packages(ROOT / "requirements" / f"{name}.txt")
    _install_backcast()
    _stamp(name).write_text(_digest(name))


def _make_venv() -> None:
    say(f"set-up: making .venv with Python {sys.version.split()[0]}")
    shutil.rmtree(VENV, ignore_errors=True)
    if _fails([sys.executable, "-m", "venv", str(VENV)]):
        raise SetUpError("Python's venv doesn't work here; on Debian, install the package python3-venv")


def _install_packages(lock: Path) -> None:
    """Install a lock with its hashes checked: by uv, which takes seconds, else by pip."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes"]
    uv.append("--compile-bytecode")  # Else the first start compiles everything while somebody waits.
    say("set-up: installing uv, which installs the rest")
    if not _fails([*pip, "-r", str(lock.with_name("uv.txt"))]):
        say(f"set-up: installing the packages of requirements/{lock.name}")
        if not _fails([*uv, "-r", str(lock)]):
            return
    say("set-up: uv could not do it; installing with pip, which takes a minute or two")
    if _fails([*pip, "-r", str(lock)]):
        raise SetUpError("the packages can't be installed; what pip said stands above")


def _install_backcast() -> None:
    """Make this folder importable, and put the `backcast` command where the others are."""
    (site_packages,) = (VENV / "lib").glob("python*/site-packages")
    (site_packages / "backcast.pth").write_text(f"{ROOT}\n")
    script = VENV / "bin" / "backcast"
    script.write_text(SCRIPT.format(python=PYTHON))
    script.chmod(0o755)


def _fails(command: list[str]) -> bool:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")
    }
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0


def _stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def _digest(name: str) -> str:
    files = [ROOT / "requirements" / f"{name}.txt", ROOT / "pyproject.toml", Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files) + str(ROOT).encode()).hexdigest()


if __name__ == "__main__":
    try:
        set_up(sys.argv[1])
    except (SetUpError, assets.AssetsError) as fault:
        sys.exit(f"set-up: {fault}")
