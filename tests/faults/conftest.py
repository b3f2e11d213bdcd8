"""The six processes on servers that a test may break, with the commitments of twelve organisations."""

import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from deploy.servers.place import kept_place
from tests.conftest import missing
from tests.faults.broker import Broker
from tests.faults.clients import Client, Known
from tests.faults.cut import CUT, SEED, SHORT
from tests.system.stages import OneProcess, Stage, ThreeServices, performing
from tests.waiting import eventually

collect_ignore = ["test_typed.py"] if CUT is SHORT else []
"""The short form of that one is in tests/system/typed, and has run already."""

COORDINATOR = "co@example.org"
ORGANISATIONS = 12
COMMITMENTS = 500
TOLD = ("plans.commitment_changed.v1", "plans.update_recorded.v1")
SCOPES = ("plans:read", "plans:write", "notify:read", "notify:write")


def pytest_report_header() -> str:
    return f"faults: {CUT}, seed {SEED}"


@pytest.fixture
def broker(rabbitmq_url: str) -> Broker:
    folder = os.environ.get("BACKCAST_TEST_SERVERS", "")
    place = kept_place(Path(folder)) if folder else None
    if place is None:
        missing("BACKCAST_TEST_SERVERS (make faults starts servers that may be killed)")
    assert place is not None
    return Broker(place, rabbitmq_url)


@pytest.fixture
def stage(tmp_path: Path, broker: Broker) -> Iterator[ThreeServices]:
    running = ThreeServices(tmp_path, os.environ["BACKCAST_TEST_POSTGRES_URL"], broker.url)
    with performing(running):
        yield running


@pytest.fixture
def clients(stage: ThreeServices, tmp_path: Path) -> list[Client]:
    return new_clients(stage, tmp_path)


@pytest.fixture
def one_process(tmp_path: Path) -> Iterator[OneProcess]:
    running = OneProcess(tmp_path)
    with performing(running):
        yield running


def new_clients(
    stage: Stage, folder: Path, commitments: int = COMMITMENTS, officers: Sequence[str] = ()
) -> list[Client]:
    """Begin a community with a plan of so many commitments, and share them out among the clients."""
    headers = _token(stage, officers)
    plan = _plan(stage, headers)
    sheet = folder / "plan.csv"
    sheet.write_text(_sheet(commitments))
    stage.command("import", str(sheet), "--plan", plan)
    known = [Known(item["id"], item["version"]) for item in _all(stage, headers, plan)]
    assert len(known) == commitments
    return [
        Client(
            number=number,
            url=stage.address("plans"),
            headers=headers,
            own=known[number :: CUT.clients],
            file=folder / f"client-{number}.acknowledged",
        )
        for number in range(CUT.clients)
    ]


def subscribe(stage: Stage, clients: Sequence[Client]) -> None:
    """Let a receiver be told of everything from now on, and of nothing that was said before."""
    eventually(lambda: _updates(stage, "plans") == _updates(stage, "notify"), saying="the import heard of")
    url = f"{stage.address('notify')}/notify/api/v1/webhooks"
    body = {"url": stage.hooks.url, "event_types": list(TOLD)}

    def made() -> bool:
        return requests.post(url, json=body, headers=clients[0].headers, timeout=15).ok

    eventually(made, saying="the token known in notify, and a webhook made")


def _updates(stage: Stage, service: str) -> int:
    return int(stage.rows(service, "select count(*) from updates")[0][0])


def _token(stage: Stage, officers: Sequence[str]) -> dict[str, str]:
    people = ["--coordinator", f"Co <{COORDINATOR}>"]
    people += [word for officer in officers for word in ("--officer", f"Officer <{officer}>")]
    community = stage.command("community", "create", "River park", *people).strip()
    words = [word for scope in SCOPES for word in ("--scope", scope)]
    secret = stage.command("token", "create", community, "--name", "clients", *words).split()[1]
    headers = {"Authorization": f"Bearer {secret}", "X-Community": community}
    url = f"{stage.address('plans')}/plans/api/v1/plans"
    eventually(lambda: requests.get(url, headers=headers, timeout=15).ok, saying="the token known in plans")
    return headers


def _plan(stage: Stage, headers: Mapping[str, str]) -> str:
    body = {
        "community_id": headers["X-Community"],
        "name": "River park",
        "vision": {"what": "A safe park", "how": "Together", "why": "It makes us stronger"},
        "horizon": (datetime.now(UTC) + timedelta(days=900)).date().isoformat(),
    }
    answer = requests.post(
        f"{stage.address('plans')}/plans/api/v1/plans", json=body, headers=headers, timeout=15
    )
    assert answer.ok, answer.text
    return str(answer.json()["id"])


def _all(stage: Stage, headers: Mapping[str, str], plan: str) -> Iterator[dict[str, Any]]:
    url, after = f"{stage.address('plans')}/plans/api/v1/plans/{plan}/commitments", ""
    while after is not None:
        page = requests.get(url, params={"after": after} if after else {}, headers=headers, timeout=15).json()
        yield from page["items"]
        after = page["next"]


def _sheet(rows: int) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["Reference", "Heading", "Commitment", "Owner organisation", "Contact name", "Contact e-mail"]
    )
    for number in range(rows):
        group = number % ORGANISATIONS
        who = [f"Group {group}", f"Contact {group}", f"contact{group}@example.org"]
        writer.writerow([f"C{number}", "Opportunities to collaborate", f"Promise {number}", *who])
    return text.getvalue()
