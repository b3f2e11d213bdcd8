"""Whatever is sent, and however much of it: each answer is as described, comes soon and costs no memory."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import schemathesis
from schemathesis import GenerationMode

from tests.described import Asker, faults_of, operations_of
from tests.faults.clients import Client
from tests.faults.conftest import COORDINATOR
from tests.faults.cut import CUT
from tests.system.forms import form_with
from tests.system.journey import send
from tests.system.stages import ThreeServices, Visitor
from tests.waiting import eventually

LONGEST_MILLISECONDS = 5_000
LEAST = 167
"""Requests to a service for each example that the cut asks for: ten thousand in the full form."""

MORE_MEMORY = 50 * 1024 * 1024
"""Bytes that the processes of a site may grow by together, with what they load when it is first used."""


def planner(stage: ThreeServices, clients: list[Client]) -> Asker:
    ((plan_id,),) = stage.rows("plans", "select id::text from plans")
    ((organisation_id,), *_) = stage.rows("plans", "select id::text from organisations")
    first, second = clients[0].own[:2]
    ids = {
        "plan_id": str(plan_id),
        "commitment_id": first.id,
        "on_id": second.id,
        "organisation_id": str(organisation_id),
    }
    return Asker(ids=ids, headers={"Authorization": clients[0].headers["Authorization"]})


def coordinator(stage: ThreeServices, clients: list[Client]) -> Asker:
    """Somebody signed in, since what partners and notify keep is partly for people alone."""
    visitor = Visitor(stage)
    send(visitor, "/partners/sign-in", "email", email=COORDINATOR)
    (letter,) = eventually(
        lambda: [each for each in stage.letters() if each.to == COORDINATOR], saying="the link"
    )
    send(visitor, letter.link("/partners/sign-in/"), "csrf_token")
    proof = form_with(visitor.get("/partners/organisations").text, "csrf_token").values["csrf_token"]
    ((plan_id,),) = stage.rows("plans", "select id::text from plans")
    ((organisation_id,), *_) = stage.rows("partners", "select id::text from organisations")
    ids = {
        "community_id": clients[0].headers["X-Community"],
        "plan_id": str(plan_id),
        "organisation_id": str(organisation_id),
    }
    return Asker(ids=ids, headers={"X-CSRFToken": proof}, cookies=visitor.cookies.get_dict())


ASKERS: dict[str, tuple[Callable[[ThreeServices, list[Client]], Asker], int]] = {
    "plans": (planner, 1),
    "partners": (coordinator, 10),
    "notify": (coordinator, 8),
}
"""For each service who asks, and how many times the usual examples, which few operations take."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("service", ASKERS)
def test_thousands_of_requests_are_answered_soon_and_as_described(
    service: str, stage: ThreeServices, clients: list[Client]
) -> None:
    who, times = ASKERS[service]
    asker, site = who(stage, clients), stage.processes[f"{service}.serve"]
    described = schemathesis.openapi.from_url(f"{stage.address(service)}/{service}/api/openapi.json")
    before, memory = len(answered_after(site.log)), site.memory

    faults = [
        fault
        for each in operations_of(described, asker)
        for mode in GenerationMode
        for fault in faults_of(each, mode, asker, CUT.examples * times)
    ]

    assert faults == [], "\n\n".join(faults[:5])
    milliseconds = answered_after(site.log)[before:]
    assert len(milliseconds) >= LEAST * CUT.examples
    assert max(milliseconds) <= LONGEST_MILLISECONDS
    assert site.memory - memory <= MORE_MEMORY


def answered_after(log: Path) -> list[float]:
    """Return after how many milliseconds each request was answered, as the site's log tells."""
    lines = log.read_text(errors="replace").splitlines()
    told = [json.loads(line) for line in lines if '"milliseconds"' in line]
    return [each["milliseconds"] for each in told if each["event"] == "request"]
