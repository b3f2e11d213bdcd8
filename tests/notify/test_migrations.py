from services.notify.consumers import HANDLERS
from services.notify.db.tables import METADATA
from shared.contracts.routing import HEARS
from shared.db import migrations
from tests.notify.stage import Stage


def test_the_migrations_make_exactly_the_tables_that_the_code_declares(database_url: str) -> None:
    stage = Stage(database_url)

    assert migrations.check(stage.database, "services.notify.db.migrations") is None
    assert migrations.drift(stage.database, METADATA) == []


def test_every_event_of_the_routing_table_has_a_handler() -> None:
    assert set(HANDLERS) == set(HEARS["notify"])
