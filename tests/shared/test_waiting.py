"""What waits in the outbox is found without reading all of it."""

from sqlalchemy import text

from shared.events import waiting
from tests.clock import Clock
from tests.shared import migrated
from tests.shared.samples import NOON, organisation

WAITING, TAKEN = 2_000, 50
_READ = text("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'outbox'")


def test_a_backlog_that_the_planner_knows_nothing_of_is_not_read_for_each_event(postgresql_url: str) -> None:
    database = migrated.new_database(postgresql_url, Clock(NOON))
    with database.unit_of_work() as uow:
        uow.session.execute(text("ANALYZE outbox"))
        for number in range(WAITING):
            uow.publish(organisation(f"organisation {number}"))

    with database.unit_of_work() as uow:
        rows = waiting.taken(uow, database.event_tables.outbox, TAKEN)
        read = uow.session.scalar(_READ)

    assert len(rows) == TAKEN
    assert 0 < read <= 4 * TAKEN
