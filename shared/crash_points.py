"""Places at which a test lets a process die, to see that nothing is lost there and nothing done twice.

Nothing happens at any of them unless the environment names one: BACKCAST_CRASH_AT is its name, an equals
sign, and a file that is made at the moment of death, so that whoever comes there next does not die again.
"""

import os
import signal
from pathlib import Path

_NAME, _, _FLAG = os.environ.get("BACKCAST_CRASH_AT", "").partition("=")


def reach(name: str) -> None:
    """Die here and now, if this is the place that the environment names and nobody has died there yet."""
    if name == _NAME and not Path(_FLAG).exists():
        Path(_FLAG).touch()
        os.kill(os.getpid(), signal.SIGKILL)
