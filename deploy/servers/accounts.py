"""Which system account a server runs as: PostgreSQL refuses root, and nothing should need it."""

import hashlib
import os
import pwd
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import IO, Any


@dataclass(frozen=True)
class Account:
    """A system account; `name` is None for the one we already are."""

    name: str | None

    def own(self, path: Path) -> None:
        """Give this account a folder, and make it if it isn't there."""
        path.mkdir(parents=True, exist_ok=True)
        if self.name:
            entry = pwd.getpwnam(self.name)
            os.chown(path, entry.pw_uid, entry.pw_gid)
        path.chmod(0o700)

    def popen(
        self, command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str], output: IO[Any]
    ) -> "Popen[bytes]":
        """Start a program as this account, in a session of its own so that it outlives us."""
        group = pwd.getpwnam(self.name).pw_gid if self.name else None
        return Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(env),
            stdin=DEVNULL,
            stdout=output,
            stderr=output,
            user=self.name,
            group=group,
            extra_groups=[] if self.name else None,
            start_new_session=True,
        )


def account(name: str) -> Account:
    """Return the named account when we are root and it exists, else our own."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return Account(None)
    return Account(name if os.geteuid() == 0 else None)


def reachable(folder: Path) -> Path:
    """Return a folder that other accounts can enter, standing in for this one if they can't enter it.

    A checkout under /root is closed to the accounts that root starts servers as.
    """
    folder = folder.resolve()
    if os.geteuid() != 0 or all(_open_to_others(parent) for parent in folder.parents):
        return folder
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    elsewhere = Path("/var/tmp") / f"backcast-servers-{digest}"  # noqa: S108  # Owner checked below.
    elsewhere.mkdir(mode=0o711, exist_ok=True)
    if elsewhere.is_symlink() or elsewhere.stat().st_uid != 0:
        raise PermissionError(f"{elsewhere} belongs to somebody else")
    return elsewhere


def _open_to_others(folder: Path) -> bool:
    return not folder.exists() or bool(folder.stat().st_mode & stat.S_IXOTH)
