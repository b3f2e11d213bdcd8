"""A copy holds the newest version of each thing, whatever the order in which its events come."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from shared.contracts import OrganisationChanged
from shared.db.copies import keep
from shared.db.unit_of_work import Database
from tests.shared import migrated
from tests.shared.hands import rows_of
from tests.shared.migrated import ORGANISATIONS
from tests.shared.samples import COMMUNITY

KEEP = keep(ORGANISATIONS)
IDS = [UUID(int=number) for number in range(1, 4)]


def state(thing: UUID, version: int) -> OrganisationChanged:
    return OrganisationChanged(id=thing, version=version, community_id=COMMUNITY, name=f"name {version}")


@pytest.fixture
def database(database_url: str) -> Database:
    return migrated.new_database(database_url)


histories = st.lists(st.builds(state, st.sampled_from(IDS), st.integers(1, 6)), max_size=25)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=histories)
def test_any_order_and_repetition_gives_the_newest(
    database: Database, events: list[OrganisationChanged]
) -> None:
    with database.unit_of_work() as uow:
        uow.session.execute(delete(ORGANISATIONS))
        for event in events:
            KEEP(uow, event)

    kept = {row.id: row.version for row in rows_of(database, "organisations")}
    assert kept == {
        thing: max(event.version for event in events if event.id == thing)
        for thing in {event.id for event in events}
    }


def test_a_copy_takes_the_fields_that_it_has_columns_for(database: Database) -> None:
    event = state(IDS[0], 2)

    with database.unit_of_work() as uow:
        KEEP(uow, event)

    (row,) = rows_of(database, "organisations")
    assert row._asdict() == {"id": event.id, "version": 2, "community_id": COMMUNITY, "name": "name 2"}


def test_a_row_that_we_made_up_ourselves_gives_way_to_its_owners_first_word(database: Database) -> None:
    made_up = {"id": IDS[0], "version": 0, "community_id": COMMUNITY, "name": "as the sheet has it"}

    with database.unit_of_work() as uow:
        uow.session.execute(insert(ORGANISATIONS), made_up)
        KEEP(uow, state(IDS[0], 1))

    assert [row.name for row in rows_of(database, "organisations")] == ["name 1"]


def test_the_same_version_again_changes_nothing(database: Database) -> None:
    other_words = OrganisationChanged(id=IDS[0], version=3, community_id=COMMUNITY, name="other")

    with database.unit_of_work() as uow:
        KEEP(uow, state(IDS[0], 3))
        KEEP(uow, other_words)

    assert [row.name for row in rows_of(database, "organisations")] == ["name 3"]
