"""Runs the whole test suite, `make test`, or the tests that break things, `make faults`.

Private servers are started for it where their packages are installed, and stopped again. What can't be
tested here is skipped and named at the end; where CI is set, it is a failure.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.progress import say
from deploy.servers.loan import POSTGRESQL, RABBITMQ, lent_servers

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""What the browser tests run in; the first, Chromium without its windows, takes two thirds of the time."""

SUITES = {
    "everything": ["-n", "2", "--dist", "loadgroup", "--ignore", "tests/faults"],
    "faults": ["tests/faults"],
}
"""What pytest is told for each suite. The fault tests break servers, so they run alone, one by one."""


def main() -> int:
    """Run the suite named first with pytest's further arguments, and return its exit code."""
    suite, *further = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that the servers are stopped then, too.
    with lent_servers(suite) as found:
        # The tests start some hundred processes: each would compile all of the product anew.
        found.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-m", "pytest", *SUITES[suite], *further]
        code = subprocess.run(command, cwd=ROOT, env=found, check=False).returncode
    missing = [tier for tier, (has, _) in _tiers(found).items() if not has]
    say(tiers_line(found))
    return code or int(bool(missing) and "CI" in found)


def tiers_line(environ: Mapping[str, str]) -> str:
    """Say in one line which tiers of the tests ran, and what the others want."""
    said = [
        f"{tier} ran" if has else f"{tier} SKIPPED ({wants})"
        for tier, (has, wants) in _tiers(environ).items()
    ]
    return f"Tiers: {', '.join(said)}."


def _tiers(environ: Mapping[str, str]) -> dict[str, tuple[bool, str]]:
    return {
        "sqlite": (True, ""),
        "postgresql": (POSTGRESQL in environ, "install Debian's package postgresql"),
        "rabbitmq": (RABBITMQ in environ, "install Debian's package rabbitmq-server"),
        "browser": (any(map(shutil.which, BROWSERS)), "install Debian's package chromium-headless-shell"),
    }


if __name__ == "__main__":
    sys.exit(main())
