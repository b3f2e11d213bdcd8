import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.lock import AlreadyRunning, lock

HOLD = """
import sys
from pathlib import Path
from deploy.lock import lock
lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_process_on_the_same_folder_is_refused_with_the_reason(tmp_path: Path) -> None:
    held = lock(tmp_path)

    with pytest.raises(AlreadyRunning, match="already running"):
        lock(tmp_path, patience=0)

    os.close(held)


def test_the_lock_ends_with_the_process_that_held_it_however_it_ends(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning):
            lock(tmp_path, patience=0)
        holder.kill()

    os.close(lock(tmp_path))
