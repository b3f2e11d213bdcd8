"""What `make services` leaves for those who look after the processes."""

import subprocess
from pathlib import Path

from deploy.local.__main__ import keep_settings


def test_the_settings_of_what_runs_are_kept_for_a_shell_and_for_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "build" / "services.env"
    broker = "amqp://me:it's$HOME@127.0.0.1/%2F"

    keep_settings({"BACKCAST_BROKER_URL": broker, "PATH": "/bin"}, path)

    read = subprocess.run(
        ["/bin/sh", "-c", f'. {path}; printf %s "$BACKCAST_BROKER_URL"'],
        capture_output=True,
        text=True,
        check=True,
        env={},
    )
    assert read.stdout == broker
    assert "PATH" not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
