"""The API does what its description says, whatever is sent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis import GenerationMode

from services.plans.app import SERVICE
from services.plans.db.tables import EVENT_TABLES, METADATA
from shared.db import migrations
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.described import Asker, faults_of, faulty_examples, operations_of
from tests.plans.factories import COMMUNITY, NOON, make_commitment, make_contact, make_plan
from tests.plans.workshops.making import make_workshop
from tests.services import runtime_over
from tests.shared.http.cast import Cast


class House:
    """A service with one thing of each kind, and a token that may read and change them."""

    def __init__(self, folder: Path) -> None:
        clock = Clock(NOON)
        self.database = Database("plans", f"sqlite:///{folder}/plans.sqlite3", METADATA, EVENT_TABLES, clock)
        migrations.upgrade(self.database, "services.plans.db.migrations")
        self.app = runtime_over(self.database, SERVICE, clock, folder).app()
        cast = Cast(self.app, self.database, SERVICE.principals)
        token = cast.token("plans:read", "plans:write", community=COMMUNITY)
        plan = make_plan(self.database)
        ids = {
            "plan_id": str(plan.id),
            "commitment_id": str(make_commitment(self.database, plan).id),
            "on_id": str(make_commitment(self.database, plan).id),
            "organisation_id": str(make_contact(self.database, "Oak Trust", "sam@example.org")[0]),
            "workshop_id": str(make_workshop(self.database, plan).id),
        }
        self.asker = Asker(ids=ids, headers=token)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("described"))
    yield made
    made.database.engine.dispose()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", GenerationMode)
def test_whatever_is_sent_is_answered_as_described(house: House, mode: GenerationMode) -> None:
    operations = operations_of(
        schemathesis.openapi.from_wsgi("/plans/api/openapi.json", house.app), house.asker
    )

    faults = [each for one in operations for each in faults_of(one, mode, house.asker)]

    assert len(operations) > 30
    assert faults == [], "\n\n".join(faults)


def test_every_operation_has_examples_that_fit_its_schemas(house: House) -> None:
    description: Any = house.app.test_client().get("/plans/api/openapi.json").json

    assert faulty_examples(description) == []
