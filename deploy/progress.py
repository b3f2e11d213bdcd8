"""Says, on standard error, what a command is doing while it does it."""

import sys


def say(line: str) -> None:
    """Write one line at once, so that nobody watches a silent screen."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
