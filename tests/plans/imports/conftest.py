"""A plan to import into."""

import pytest

from services.plans.domain.plans import Plan
from shared.db.unit_of_work import Database
from tests.plans.factories import make_plan


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)
