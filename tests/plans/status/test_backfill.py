"""What the migration makes of a history that is older than itself."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from sqlalchemy import select

from services.plans.db.tables import standings
from services.plans.domain.commitments import Details
from services.plans.domain.transitions import Action
from services.plans.use_cases.updates import record_update
from shared.contracts import Health
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COORDINATOR, TODAY, make_commitment, make_contact, make_plan

MIGRATION = import_module("services.plans.db.migrations.versions.0008_status")
SAID = (
    (Action.ACCEPT, Details()),
    (Action.START, Details(health=Health.STUCK)),
    (Action.MOVE, Details(due=TODAY + timedelta(days=9), reason="Rain")),
    (Action.FINISH, Details(note="It is open")),
)


def test_standings_made_of_a_history_are_those_that_were_kept_as_it_happened(
    database: Database, clock: Clock
) -> None:
    organisation, _contact = make_contact(database, "Oak Trust", "sam@example.org")
    plan = make_plan(database)
    make_commitment(database, plan, supporting=(organisation,), evidence="A photograph")
    made = make_commitment(database, plan, organisation_id=organisation, due=TODAY)
    for version, (action, details) in enumerate(SAID, start=1):
        clock.forward(days=1)
        with database.unit_of_work() as uow:
            record_update(uow, made.id, version, action, details, COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        rows = uow.session.execute(select(standings)).mappings()
        kept = [dict(row) for row in rows]
        filled = list(MIGRATION._standings(uow.session.connection()))  # noqa: SLF001  # It runs but once.

    assert len(kept) == 2 + len(SAID)
    assert _sorted(filled) == _sorted(kept)


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: (str(row["commitment_id"]), row["version"]))
