"""Whatever the order in which events come, and however often: a copy ends as if each came once, in order."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from shared.contracts import OrganisationChanged
from shared.db.unit_of_work import Database
from shared.events.inbox import Consumer
from shared.events.transport import Delivery
from tests.clock import Clock
from tests.faults.cut import CUT, SEED
from tests.shared import migrated
from tests.shared.hands import new_consumer, rows_of
from tests.shared.migrated import EVENTS, ORGANISATIONS
from tests.shared.samples import NOON, organisation, sealed

THINGS = 4
MOST_EVENTS = 30


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[dict[UUID, int], list[list[Delivery]]]:
    """Draw a history, and its events one to three times in any order, then all of it twice more."""
    lengths = draw(st.lists(st.integers(1, MOST_EVENTS // THINGS), min_size=1, max_size=THINGS))
    history = [
        _state(thing, version) for thing, length in enumerate(lengths, 1) for version in range(1, length + 1)
    ]
    bodies = [sealed(state) for state in history]
    repeated = [body for body in bodies for _ in range(draw(st.integers(1, 3)))]
    shuffled = draw(st.permutations(repeated)) + bodies + list(reversed(bodies))
    again = draw(st.lists(st.booleans(), min_size=len(shuffled), max_size=len(shuffled)))
    events = [Delivery(body=body, redelivered=flag) for body, flag in zip(shuffled, again, strict=True)]
    size = draw(st.integers(1, 12))
    newest = {UUID(int=thing): length for thing, length in enumerate(lengths, 1)}
    return newest, [events[at : at + size] for at in range(0, len(events), size)]


def _state(thing: int, version: int) -> OrganisationChanged:
    # Of this name the handler says an event of its own: an effect, which may happen once.
    name = "speaks" if version == 1 else f"version {version}"
    return replace(organisation(name), id=UUID(int=thing), version=version)


@pytest.mark.timeout(600)
def test_any_order_with_repetitions_and_replays_ends_as_the_history_did(sqlite_url: str) -> None:
    database = migrated.new_database(sqlite_url, Clock(NOON), service="plans")
    consumer = new_consumer(database)

    @settings(
        max_examples=CUT.histories,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn=deliveries())
    def histories_end_alike(drawn: tuple[dict[UUID, int], list[list[Delivery]]]) -> None:
        newest, batches = drawn
        _empty(database)
        _receive(consumer, batches)
        assert {row.id: row.version for row in rows_of(database, "organisations")} == newest
        assert len(rows_of(database, "outbox")) == len(newest)
        assert rows_of(database, "failures") == []

    print(f"seed {SEED}")  # noqa: T201  # For whoever repeats it.
    histories_end_alike()


def _empty(database: Database) -> None:
    with database.unit_of_work() as uow:
        for table in (ORGANISATIONS, EVENTS.outbox, EVENTS.inbox, EVENTS.failures):
            uow.session.execute(delete(table))


def _receive(consumer: Consumer, batches: Sequence[list[Delivery]]) -> None:
    for batch in batches:
        consumer.receive(batch)
