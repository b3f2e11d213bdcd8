"""`events.memory.*`: each worker's memory with a great backlog before it, beside its memory at rest."""

import threading
from collections.abc import Iterator
from pathlib import Path

from shared.service import Runtime
from tests.benchmarks.events.copies import wait_for_copies
from tests.benchmarks.events.house import CONSUMERS, House, house, running
from tests.benchmarks.events.outboxes import say_states, wait_until_sent
from tests.benchmarks.measure import Goal, Measurement
from tests.servers import Servers
from tests.system.processes import Process

BACKLOG = 200_000
WARM_UP = 2_000
"""Events that a worker has handled before it counts as at rest, so that all of its code is loaded."""

AT_ONCE = 20_000
WORKING_SECONDS = 8.0
FLAT = Goal(at_most=1.2)
"""A batch in hand and what the allocator keeps of it; a backlog held in memory would be five times this."""

KILOBYTES = 1024


def measure(servers: Servers) -> Iterator[Measurement]:
    """Let the backlog wait in the outbox of plans, and then in the queues of those who hear of it."""
    with house(servers) as home, home.runtime() as plans:
        rest = _at_rest(home, plans)
        for version in range(BACKLOG // AT_ONCE):
            say_states(plans, AT_ONCE, version + 2)
        laden = _while_sending(home) | _while_consuming(home)
    for service, megabytes in laden.items():
        yield Measurement(
            name=f"events.memory.{service}",
            value=megabytes,
            unit="MB",
            limit="the same worker at rest",
            limit_value=rest[service],
            runs=1,
            goal=FLAT,
        )


def _at_rest(home: House, plans: Runtime) -> dict[str, float]:
    workers = {service: home.worker(service) for service in ("plans", *CONSUMERS)}
    with running(*workers.values()):
        say_states(plans, WARM_UP, 1)
        for service in CONSUMERS:
            wait_for_copies(home, service, 1, WARM_UP)
        return {service: _memory(worker, "VmRSS") for service, worker in workers.items()}


def _while_sending(home: House) -> dict[str, float]:
    worker = home.worker("plans")
    with running(worker):
        wait_until_sent(home)
        home.check_waiting(BACKLOG)
        return {"plans": _memory(worker, "VmHWM")}


def _while_consuming(home: House) -> dict[str, float]:
    workers = {service: home.worker(service) for service in CONSUMERS}
    with running(*workers.values()):
        threading.Event().wait(WORKING_SECONDS)
        return {service: _memory(worker, "VmHWM") for service, worker in workers.items()}


def _memory(process: Process, name: str) -> float:
    """Return what Linux counts under the name, in megabytes: VmRSS is used now, VmHWM was used at most."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    (kilobytes,) = (int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
    return kilobytes / KILOBYTES
