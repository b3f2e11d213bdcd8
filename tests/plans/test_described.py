"""The API does what its description says, whatever is sent."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok

from services.plans.app import SERVICE
from services.plans.db.tables import EVENT_TABLES, METADATA
from shared.db import migrations
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, NOON, make_commitment, make_contact, make_plan
from tests.plans.workshops.making import make_workshop
from tests.services import runtime_over
from tests.shared.http.cast import Cast

RULES = ["2xx", "400", "401", "403", "404", "409", "412", "422", "428"]
"""What a schema cannot say, rules may still refuse: a wrong version, a day before 1990, an unseen letter."""


TOO_LONG = b"Request Line is too large"


class House:
    """A service with one thing of each kind, and a token that may read and change them."""

    def __init__(self, folder: Path) -> None:
        clock = Clock(NOON)
        self.database = Database("plans", f"sqlite:///{folder}/plans.sqlite3", METADATA, EVENT_TABLES, clock)
        migrations.upgrade(self.database, "services.plans.db.migrations")
        self.app = runtime_over(self.database, SERVICE, clock, folder).app()
        cast = Cast(self.app, self.database, SERVICE.principals)
        self.token = cast.token("plans:read", "plans:write", community=COMMUNITY)
        plan = make_plan(self.database)
        self.ids = {
            "plan_id": str(plan.id),
            "commitment_id": str(make_commitment(self.database, plan).id),
            "on_id": str(make_commitment(self.database, plan).id),
            "organisation_id": str(make_contact(self.database, "Oak Trust", "sam@example.org")[0]),
            "workshop_id": str(make_workshop(self.database, plan).id),
        }


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("described"))
    yield made
    made.database.engine.dispose()


def is_id(value: object) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def faults_of(
    operation: Any, mode: GenerationMode, ids: Mapping[str, str], token: dict[str, str], examples: int = 5
) -> list[str]:
    """Send what the operation takes, or what it should refuse, and return what its answers had wrong."""

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        case.path_parameters = {
            name: ids.get(name, value) if is_id(value) else value
            for name, value in case.path_parameters.items()
        }
        if mode is GenerationMode.POSITIVE or "Authorization" in (case.headers or {}):
            case.headers = {**(case.headers or {}), **token}
        answer = case.call()
        # An address that is too long never reaches the API: the server before it says so in its own words.
        if TOO_LONG not in answer.content:
            case.validate_response(answer)

    try:
        send()
    except (FailureGroup, Failure) as failure:
        return [f"{operation.label}: {failure}"]
    return []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_is_answered_as_described(house: House, mode: GenerationMode) -> None:
    described = schemathesis.openapi.from_wsgi("/plans/api/openapi.json", house.app)
    described.config.checks.positive_data_acceptance.expected_statuses = RULES
    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]

    faults = [each for one in operations for each in faults_of(one, mode, house.ids, house.token)]

    assert len(operations) > 30
    assert faults == [], "\n\n".join(faults)


def exchanged(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each kind of body that an operation takes, or answers when it was done."""
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            yield from answer.get("content", {}).values()


def test_every_operation_has_examples_that_fit_its_schemas(house: House) -> None:
    description: Any = house.app.test_client().get("/plans/api/openapi.json").json
    bodies = [
        (f"{method} {path}", body)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
        for body in exchanged(operation)
    ]

    assert [name for name, body in bodies if "example" not in body] == []
    for name, body in bodies:
        schema = {**body["schema"], "components": description["components"]}
        checked = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert [f"{name}: {error.message}" for error in checked.iter_errors(body["example"])] == []
