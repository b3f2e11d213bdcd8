"""Whatever is sent, and however much of it: each answer is as the API describes it, and comes soon."""

import json
from pathlib import Path

import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from tests.faults.clients import Client
from tests.faults.cut import CUT
from tests.plans.test_described import RULES, faults_of
from tests.system.stages import ThreeServices

LONGEST_MILLISECONDS = 5_000
LEAST_REQUESTS = 160 * CUT.examples


@pytest.mark.timeout(900)
def test_thousands_of_requests_are_answered_soon_and_as_described(
    stage: ThreeServices, clients: list[Client], tmp_path: Path
) -> None:
    described = schemathesis.openapi.from_url(f"{stage.address('plans')}/plans/api/openapi.json")
    described.config.checks.positive_data_acceptance.expected_statuses = RULES
    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    ids, token = things_of(stage, clients), {"Authorization": clients[0].headers["Authorization"]}
    before = len(answered_after(tmp_path))

    faults = [
        fault
        for each in operations
        for mode in GenerationMode
        for fault in faults_of(each, mode, ids, token, CUT.examples)
    ]

    assert faults == [], "\n\n".join(faults[:5])
    milliseconds = answered_after(tmp_path)[before:]
    assert len(milliseconds) >= LEAST_REQUESTS
    assert max(milliseconds) <= LONGEST_MILLISECONDS


def things_of(stage: ThreeServices, clients: list[Client]) -> dict[str, str]:
    ((plan_id,),) = stage.rows("plans", "select id::text from plans")
    ((organisation_id,), *_) = stage.rows("plans", "select id::text from organisations")
    first, second = clients[0].own[:2]
    return {
        "plan_id": str(plan_id),
        "commitment_id": first.id,
        "on_id": second.id,
        "organisation_id": str(organisation_id),
    }


def answered_after(folder: Path) -> list[float]:
    """Return after how many milliseconds each request was answered, as the site's log tells."""
    lines = (folder / "plans.serve.log").read_text(errors="replace").splitlines()
    told = [json.loads(line) for line in lines if '"milliseconds"' in line]
    return [each["milliseconds"] for each in told if each["event"] == "request"]
