"""Figures stay exact where people change things while tallies are made."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select, text

from services.plans.db.queries.days import moment_in
from services.plans.db.queries.status import status_of
from services.plans.db.queries.tallies import Extent
from services.plans.db.tables import EVENT_TABLES, METADATA, plans
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.tallies import keep_tallies
from services.plans.use_cases.updates import record_update
from shared.db import migrations
from shared.db.unit_of_work import Database
from shared.events.transactions import DatabaseUnavailable
from tests.clock import Clock
from tests.plans.factories import COORDINATOR, make_commitment, make_plan


@pytest.fixture
def database(postgresql_url: str, clock: Clock) -> Iterator[Database]:
    """On PostgreSQL alone: SQLite's writers take turns."""
    made = Database("plans", postgresql_url, METADATA, EVENT_TABLES, clock)
    migrations.upgrade(made, "services.plans.db.migrations")
    yield made
    made.engine.dispose()


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan)


def keep(database: Database, plan: Plan, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Make the plan's tallies; what happens meanwhile is committed after their snapshot was taken."""
    with database.unit_of_work() as uow:
        uow.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        uow.session.execute(select(plans.c.id))
        meanwhile()
        keep_tallies(uow, Extent.plan(plan.id), moment_in(uow, plan.community_id))


def accept(database: Database, commitment: Commitment) -> None:
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.ACCEPT, Details(), COORDINATOR)


def counted(database: Database, plan: Plan) -> tuple[int, int, int]:
    with database.unit_of_work(read_only=True) as uow:
        status = status_of(uow, plan.id, moment_in(uow, plan.community_id))
    return status.total, status.offered, status.agreed


@pytest.mark.usefixtures("commitment")
def test_what_is_written_down_meanwhile_is_counted_once(database: Database, plan: Plan) -> None:
    keep(database, plan, meanwhile=lambda: make_commitment(database, plan))

    assert counted(database, plan) == (2, 2, 0)
    keep(database, plan)
    assert counted(database, plan) == (2, 2, 0)


def test_what_the_tallies_hold_already_may_change_meanwhile(
    database: Database, plan: Plan, commitment: Commitment
) -> None:
    keep(database, plan)

    keep(database, plan, meanwhile=lambda: accept(database, commitment))

    assert counted(database, plan) == (1, 0, 1)


def test_a_change_wins_over_tallies_that_were_to_hold_what_it_changes(
    database: Database, plan: Plan, commitment: Commitment
) -> None:
    with pytest.raises(DatabaseUnavailable):
        keep(database, plan, meanwhile=lambda: accept(database, commitment))

    assert counted(database, plan) == (1, 0, 1)


@pytest.mark.usefixtures("commitment")
def test_of_two_who_make_tallies_at_once_one_does(database: Database, plan: Plan) -> None:
    with pytest.raises(DatabaseUnavailable):
        keep(database, plan, meanwhile=lambda: keep(database, plan))

    assert counted(database, plan) == (1, 1, 0)
