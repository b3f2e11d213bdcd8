"""Finds TCP ports of this machine that nobody listens on."""

import random
import socket
from collections.abc import Iterable

FIRST_BASE = 27100
LAST_BASE = 29900
STEP = 10


def is_free(port: int) -> bool:
    """Say whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket() as attempt:
        # As servers do it: a port that only waits out a closed connection counts as free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int, *, host: str = "127.0.0.1", seconds: float = 1.0) -> bool:
    """Say whether something accepts connections on this port."""
    try:
        socket.create_connection((host, port), seconds).close()
    except OSError:
        return False
    return True


def all_free(ports: Iterable[int]) -> bool:
    """Say whether every one of these ports is free."""
    return all(is_free(port) for port in ports)


def free_base(count: int) -> int:
    """Return a number from which `count` ports in a row are free.

    It is drawn by chance, because a port stays free until its server listens: of two that look at the same
    time, and both take the first, one could not start.

    Raises:
        OSError: when the whole range is taken.
    """
    bases = range(FIRST_BASE, LAST_BASE, STEP)
    for base in random.sample(bases, len(bases)):
        if all_free(range(base, base + count)):
            return base
    raise OSError(f"no {count} free ports in a row between {FIRST_BASE} and {LAST_BASE}")
