"""Each rival's own virtual environment, from its own lock: their libraries quarrel with ours."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.progress import say

ROOT = Path(__file__).resolve().parents[3]
LOCKS = ROOT / "requirements" / "rivals"
UV = Path(sys.executable).with_name("uv")


def python_of(rival: str) -> Path:
    """Return the rival's Python, with its locked packages installed; a second call finds them there.

    Raises:
        subprocess.CalledProcessError: when they can't be had; what pip or uv said went to standard error.
    """
    folder, lock = ROOT / "build" / "rivals" / rival, LOCKS / f"{rival}.txt"
    python, stamp = folder / "bin" / "python", folder / "installed"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode() + str(folder).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"bench: installing {rival} into {folder.relative_to(ROOT)}")
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([*_installer(python), "--quiet", "--require-hashes", "-r", str(lock)], check=True)
        stamp.write_text(wanted)
    return python


def _installer(python: Path) -> list[str]:
    """Return how to install there: by uv, which takes seconds, or by pip where there is no uv."""
    if UV.exists():
        return [str(UV), "pip", "install", "--compile-bytecode", "--python", str(python)]
    return [str(python), "-m", "pip", "install", "--disable-pip-version-check"]


def version_of(rival: str) -> str:
    """Return the release of the rival that its lock names."""
    pins = (line.split(" ", 1)[0] for line in (LOCKS / f"{rival}.txt").read_text().splitlines())
    return next(pin.removeprefix(f"{rival}==") for pin in pins if pin.startswith(f"{rival}=="))
