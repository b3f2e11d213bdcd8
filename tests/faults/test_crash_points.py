"""A process that dies at any of its named places loses nothing, and nothing is done twice."""

import secrets
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from tests.faults import oracle
from tests.faults.broker import Broker
from tests.faults.clients import Client, acknowledged, run
from tests.faults.conftest import new_clients, subscribe
from tests.system.forms import form_with
from tests.system.processes import Process
from tests.system.stages import SERVICES, Stage, ThreeServices, Visitor, ready
from tests.waiting import eventually

POINTS: dict[str, tuple[str, ...]] = {
    "plans.serve": (
        "request.begun",
        "transaction.worked",
        "transaction.told",
        "transaction.committed",
        "request.answering",
    ),
    "plans.work": (
        "relay.claimed",
        "relay.publishing",
        "relay.confirmed",
        "relay.settled",
        "relay.committed",
        "job.begun",
        "job.done",
        "sweep.begun",
    ),
    "notify.work": (
        "consumer.received",
        "consumer.begun",
        "consumer.noted",
        "consumer.handled",
        "consumer.committed",
        "consumer.acknowledging",
        "ledger.claimed",
        "ledger.committed",
        "mail.claiming",
        "mail.claimed",
        "mail.written",
        "mail.connected",
        "mail.sending",
        "mail.sent",
        "mail.accepted",
        "mail.answered",
        "mail.settling",
        "mail.settled",
        "webhook.claiming",
        "webhook.claimed",
        "webhook.answered",
        "webhook.settling",
        "webhook.settled",
    ),
}
"""Which process dies where, in three services."""

ONLY_BETWEEN_PROCESSES = {"relay.publishing", "consumer.acknowledging"}
OFFICERS = tuple(f"officer{number}@example.org" for number in range(12))
"""Each may be sent a few links to sign in, which are the e-mails of this test."""


class Provoked:
    """Changes and sign-in requests that go on until the process has died at its place."""

    def __init__(self, stage: Stage, clients: list[Client]) -> None:
        self._visitor = Visitor(stage)
        self._clients = clients
        self._asked = 0

    def until(self, died: Callable[[], bool], *, place: str) -> None:
        saying = threading.Thread(target=self._say)
        saying.start()
        if place.startswith("mail."):
            eventually(lambda: died() or self._ask_to_sign_in(), saying="a sign-in asked for")
        eventually(died, within=180, saying=f"{place} reached")
        saying.join()

    def _say(self) -> None:
        for _ in run(self._clients, len(self._clients)):
            pass

    def _ask_to_sign_in(self) -> bool:
        """Ask for a link, and return whether that was possible: the process may be dead at the moment."""
        address = OFFICERS[self._asked % len(OFFICERS)]
        try:
            page = self._visitor.get("/partners/sign-in")
            form = form_with(page.text, "email")
            self._visitor.post(form.action or page.url, data={**form.values, "email": address})
        except requests.RequestException:
            return False
        self._asked += 1
        return True


def armed(process: Process, point: str, flag: Path) -> Process:
    """Return the process as it starts when it is to die at the point."""
    environment = {**process.environment, "BACKCAST_CRASH_AT": f"{point}={flag}"}
    return replace(process, environment=environment)


def die_at_each(
    stage: Stage,
    broker: Broker | None,
    clients: list[Client],
    points: dict[str, tuple[str, ...]],
    folder: Path,
) -> None:
    """Let each process die at each of its places once, while clients work and e-mails go out."""
    provoked = Provoked(stage, clients)
    for name, places in points.items():
        usual = stage.processes[name]
        for point in places:
            flag = folder / f"died-at-{point}-{secrets.token_hex(2)}"
            usual.kill()
            dying = armed(usual, point, flag)
            dying.start()
            provoked.until(flag.exists, place=point)
            dying.kill()
            usual.start()
            # An event at which a process dies again and again is held to kill it, and set aside. So none may
            # be in hand when the next death comes: three in a row would be charged to it.
            eventually(lambda: oracle.at_rest(stage, broker), within=180, saying=f"all at rest after {point}")
    ready(stage, SERVICES)


@pytest.mark.timeout(900)
def test_six_processes_die_at_every_place_and_nothing_is_lost_or_done_twice(
    stage: ThreeServices, broker: Broker, tmp_path: Path
) -> None:
    clients = new_clients(stage, tmp_path, commitments=80, officers=OFFICERS)
    subscribe(stage, clients)

    die_at_each(stage, broker, clients, POINTS, tmp_path)

    oracle.settle(stage, broker)
    oracle.judge(stage, acknowledged(clients))
    oracle.settle_webhooks(stage)
    oracle.judge_webhooks(stage, acknowledged(clients))


@pytest.mark.timeout(900)
def test_one_process_dies_at_every_place_and_nothing_is_lost_or_done_twice(
    one_process: Stage, tmp_path: Path
) -> None:
    clients = new_clients(one_process, tmp_path, commitments=80, officers=OFFICERS)
    subscribe(one_process, clients)
    places = tuple(
        point for points in POINTS.values() for point in points if point not in ONLY_BETWEEN_PROCESSES
    )

    die_at_each(one_process, None, clients, {"backcast": places}, tmp_path)

    oracle.settle(one_process, None)
    oracle.judge(one_process, acknowledged(clients))
    oracle.settle_webhooks(one_process)
    oracle.judge_webhooks(one_process, acknowledged(clients))


@pytest.mark.parametrize("point", ["migration.begun", "migration.done"])
def test_a_migration_that_dies_leaves_the_database_as_it_was_and_the_next_one_makes_it(
    tmp_path: Path, point: str
) -> None:
    flag = tmp_path / "died"
    environment = {"BACKCAST_DATA": str(tmp_path / "data"), "BACKCAST_SECRET_KEYS": "s" * 40}
    command = [sys.executable, "-m", "deploy.cli", "reconcile"]
    migrating = armed(Process("migrate", command, environment, tmp_path / "log"), point, flag)
    migrating.start()
    migrating.wait_until_gone()
    assert flag.exists()

    migrating.start()
    migrating.wait_until_gone()

    assert "No copy is known to differ." in (tmp_path / "log").read_text()


def test_there_are_as_many_places_as_were_promised() -> None:
    assert sum(map(len, POINTS.values())) + len({"migration.begun", "migration.done"}) >= 28
