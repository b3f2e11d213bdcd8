from services.partners.consumers import HANDLERS
from services.partners.db.tables import METADATA
from shared.contracts.routing import HEARS
from shared.db import migrations
from tests.partners.stage import Stage


def test_the_migrations_make_exactly_the_tables_that_the_code_declares(stage: Stage) -> None:
    assert migrations.check(stage.database, "services.partners.db.migrations") is None
    assert migrations.drift(stage.database, METADATA) == []


def test_every_event_of_the_routing_table_has_a_handler() -> None:
    assert set(HANDLERS) == set(HEARS["partners"])
