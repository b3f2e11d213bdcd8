"""Knows a process by more than its number, which another may have by now."""

import subprocess
from pathlib import Path


def command_line(pid: int) -> str:
    """Return what a process was started with; an empty text when there is no such process."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    command = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
