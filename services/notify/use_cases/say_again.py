"""What notify can say again, so that other services can rebuild what they keep of it."""

from collections.abc import Sequence
from typing import Any

from services.notify.db.tables import deliveries, nudges
from services.notify.use_cases.outcomes import LEDGER, nudge_sent
from shared.contracts import NudgeSent
from shared.db.kinds import Kind
from shared.db.unit_of_work import UnitOfWork


def _states(uow: UnitOfWork, rows: Sequence[Any]) -> list[NudgeSent]:
    return [nudge_sent(uow, row) for row in rows]


KINDS = (
    Kind(
        contract=NudgeSent,
        table=nudges,
        chosen=LEDGER.where(nudges.c.skipped.is_not(None) | deliveries.c.ended_at.is_not(None)),
        states=_states,
        copied=False,
    ),
)
"""What became of every nudge. Others keep only the latest of each commitment, so there is no inventory."""
