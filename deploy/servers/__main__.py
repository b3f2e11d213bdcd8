"""`python -m deploy.servers start|stop|status|remove --folder build/servers [--ports-base N]`."""

import argparse
import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.progress import say
from deploy.servers.pair import Pair, missing_packages
from deploy.servers.place import ServerError, kept_place, place_to_start

FAILED = 1
MISSING = 3
"""The exit code for servers whose packages are not installed, so that a caller can go on without them."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        with _alone(options.folder):
            return int(COMMANDS[options.command](options))
    except (ServerError, OSError) as fault:
        _say(str(fault))
        return FAILED


def start(options: argparse.Namespace) -> int:
    """Start what is installed and doesn't run yet, and write the file `env`."""
    kept = kept_place(options.folder)
    if kept and all(server.is_running() for server in Pair(kept).installed()):
        pair = Pair(kept)
        _say("the servers run already")
    else:
        if kept:
            Pair(kept).stop(_say)  # One of the two may have survived a crash of the other.
        pair = Pair(place_to_start(options.folder, options.ports_base))
        if not kept:
            pair.clear(_say)
        pair.start(_say)
    pair.write_env()
    missing = missing_packages()
    for package in missing:
        _say(f"not started, for want of Debian's package {package}")
    return MISSING if missing else 0


def stop(options: argparse.Namespace) -> int:
    """Stop both; a folder without servers is no error."""
    kept = kept_place(options.folder)
    if kept:
        Pair(kept).stop(_say)
    return 0


def remove(options: argparse.Namespace) -> int:
    """Stop both and remove all that they kept."""
    kept = kept_place(options.folder)
    if kept:
        Pair(kept).clear(_say)
        kept.forget()
    return 0


def status(options: argparse.Namespace) -> int:
    """Say what runs; the exit code is 0 only when everything does."""
    kept = kept_place(options.folder)
    if not kept:
        _say("no servers were ever started here")
        return FAILED
    states = [(server, server.is_running()) for server in Pair(kept).all()]
    for server, runs in states:
        _say(f"{server.name}: {'runs' if runs else 'stopped'}")
    return 0 if all(runs for _, runs in states) else FAILED


COMMANDS = {"start": start, "stop": stop, "status": status, "remove": remove}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.servers", description=__doc__)
    parser.add_argument("command", choices=list(COMMANDS))
    parser.add_argument(
        "--folder", type=lambda text: Path(text).absolute(), default=Path("build/servers").absolute()
    )
    parser.add_argument("--ports-base", type=int, help="five ports in a row, from this one")
    return parser


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let only one command at a time work on a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _say(line: str) -> None:
    say(f"servers: {line}")


if __name__ == "__main__":
    sys.exit(main())
