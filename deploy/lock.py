"""One process at a time may serve a data folder."""

import fcntl
import os
from pathlib import Path

from deploy.waiting import comes_true

PATIENCE_SECONDS = 10.0
"""How long to wait for a process that is just ending, such as the worker of a killed parent."""


class AlreadyRunning(Exception):
    """Another process serves this folder."""


def lock(folder: Path, patience: float = PATIENCE_SECONDS) -> int:
    """Take the folder's lock and return its file descriptor; the lock ends with the last process that has it.

    Raises:
        AlreadyRunning: when another process still holds it after `patience` seconds.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(descriptor, True)  # noqa: FBT003  # The call takes it by position only.
    if not comes_true(lambda: _taken(descriptor), within=patience):
        os.close(descriptor)
        raise AlreadyRunning(f"Backcast is already running on {folder}. Stop it first.")
    return descriptor


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
