"""Copies that are kept many at once are the same as those kept one after the other."""

from dataclasses import replace
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contracts import OrganisationChanged
from shared.db.copies import keep
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.shared import migrated
from tests.shared.hands import rows_of
from tests.shared.migrated import ORGANISATIONS
from tests.shared.samples import NOON, organisation

STATES = st.tuples(st.integers(1, 4), st.integers(1, 5)).map(
    lambda drawn: replace(organisation(f"{drawn[0]} at {drawn[1]}"), id=UUID(int=drawn[0]), version=drawn[1])
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(STATES, min_size=1, max_size=8), min_size=1, max_size=4))
def test_of_each_thing_the_newest_state_is_kept_however_they_come(
    database_url: str, batches: list[list[OrganisationChanged]]
) -> None:
    database = emptied(database_url)

    for batch in batches:
        with database.unit_of_work() as uow:
            keep(ORGANISATIONS).together(uow, batch)

    newest: dict[UUID, int] = {}
    for event in (event for batch in batches for event in batch):
        newest[event.id] = max(event.version, newest.get(event.id, 0))
    kept = {row.id: (row.version, row.name) for row in rows_of(database, "organisations")}
    assert kept == {key: (version, f"{key.int} at {version}") for key, version in newest.items()}


def emptied(url: str) -> Database:
    database = migrated.new_database(url, Clock(NOON), service="plans")
    with database.unit_of_work() as uow:
        uow.session.execute(ORGANISATIONS.delete())
    return database
