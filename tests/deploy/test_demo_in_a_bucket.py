"""The library of buckets does not survive a fork, so nothing may use it before one."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = "import sys; from deploy.cli import main; sys.argv[0] = 'backcast'; main()"


def test_a_demo_with_photos_in_a_bucket_is_loaded_by_a_process_of_its_own(tmp_path: Path) -> None:
    settings = {**os.environ, "BACKCAST_DATA": str(tmp_path), "BACKCAST_PHOTOS": "s3://photos/demo"}

    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "up", "--demo"],
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert "run `backcast demo` first, then `backcast up`" in done.stderr
    assert not list(tmp_path.glob("*.sqlite3"))
