"""What plans keeps of what it hears."""

from datetime import timedelta
from itertools import permutations
from uuid import UUID

from sqlalchemy import select

from services.plans.consumers import HANDLERS
from services.plans.db.tables import nudges
from shared.contracts import NudgeSent
from shared.contracts.routing import HEARS
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, NOON


def a_nudge(number: int, *commitments: int) -> NudgeSent:
    return NudgeSent(
        id=UUID(int=number),
        version=1,
        community_id=COMMUNITY,
        person_id=UUID(int=9),
        kind="due_soon",
        period=f"2026-03-0{number}",
        outcome="sent",
        at=NOON + timedelta(days=number),
        commitment_ids=tuple(UUID(int=each) for each in commitments),
    )


def test_every_event_that_is_sent_here_has_its_handler() -> None:
    assert set(HANDLERS) == set(HEARS["plans"])


def test_the_latest_nudge_is_kept_whatever_the_order(database: Database) -> None:
    sent = [a_nudge(1, 1, 2), a_nudge(2, 2, 3), a_nudge(3, 3)]

    for order in permutations(sent):
        with database.unit_of_work() as uow:
            uow.session.execute(nudges.delete())
            for event in [*order, order[0]]:
                HANDLERS[NudgeSent](uow, event)

            kept = {row.commitment_id.int: row.at for row in uow.session.execute(select(nudges))}
            assert kept == {number: NOON + timedelta(days=number) for number in (1, 2, 3)}
