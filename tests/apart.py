"""Programs whose libraries quarrel with ours: each in a virtual environment of its own, from its own lock."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.progress import say

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")


@dataclass(frozen=True)
class Apart:
    """A program that is installed apart.

    Attributes:
        kind: what it is for, which is the folder of its lock in requirements/ and of it in build/.
        name: of its package and its lock.
    """

    kind: str
    name: str

    def python(self) -> Path:
        """Return its Python, with its locked packages installed; a second call finds them there.

        Raises:
            subprocess.CalledProcessError: when they can't be had; what pip or uv said went to standard error.
        """
        folder = ROOT / "build" / self.kind / self.name
        folder.parent.mkdir(parents=True, exist_ok=True)
        # The suite has several processes, and each of them may be the first that needs it.
        with folder.with_suffix(".lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            self._install(folder)
        return folder / "bin" / "python"

    def version(self) -> str:
        """Return the release of it that its lock names."""
        pins = (line.split(" ", 1)[0] for line in self._lock.read_text().splitlines())
        return next(pin.partition("==")[2] for pin in pins if pin.startswith(f"{self.name}=="))

    @property
    def _lock(self) -> Path:
        return ROOT / "requirements" / self.kind / f"{self.name}.txt"

    def _install(self, folder: Path) -> None:
        python, stamp = folder / "bin" / "python", folder / "installed"
        wanted = hashlib.sha256(
            self._lock.read_bytes() + sys.version.encode() + str(folder).encode()
        ).hexdigest()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        say(f"installing {self.name} into {folder.relative_to(ROOT)}")
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run(
            [*_installer(python), "--quiet", "--require-hashes", "-r", str(self._lock)], check=True
        )
        stamp.write_text(wanted)


def _installer(python: Path) -> list[str]:
    """Return how to install there: by uv, which takes seconds, or by pip where there is no uv."""
    if UV.exists():
        return [str(UV), "pip", "install", "--compile-bytecode", "--python", str(python)]
    return [str(python), "-m", "pip", "install", "--disable-pip-version-check"]
