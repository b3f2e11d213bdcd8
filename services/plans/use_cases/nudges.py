"""Remembering when the contact of a commitment was last nudged."""

from services.plans.db.tables import nudges
from services.plans.db.upserts import put
from shared.contracts import NudgeSent
from shared.db.unit_of_work import UnitOfWork


def note_nudge(uow: UnitOfWork, event: NudgeSent) -> None:
    """Keep the latest nudge about each commitment, whatever the order in which we hear of them."""
    rows = [
        {
            "commitment_id": commitment_id,
            "community_id": event.community_id,
            "person_id": event.person_id,
            "kind": event.kind,
            "outcome": event.outcome,
            "at": event.at,
        }
        for commitment_id in sorted(set(event.commitment_ids))
    ]
    put(uow, nudges, rows, unless_newer=nudges.c.at)
