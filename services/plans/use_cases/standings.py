"""Keeping how each commitment stood from one update to the next, for figures as at any day."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, insert, update

from services.plans.db.tables import standings
from services.plans.domain.commitments import Commitment
from shared.db.unit_of_work import UnitOfWork

_column = standings.c
_at = bindparam("at", type_=_column.since.type)
_END = (
    update(standings)
    .where(_column.commitment_id.in_(bindparam("ids", expanding=True)), _column.until.is_(None))
    # A clock that went back must not leave a moment at which the commitment stood in two ways.
    .values(until=case((_column.since > _at, _column.since), else_=_at), pending=_column.pending - 1)
    .returning(_column.commitment_id, _column.until)
)
_BEGIN = insert(standings)
_MOST_IDS = 500
"""How many values a statement may have is bounded on both engines."""


def keep_standings(uow: UnitOfWork, changed: Sequence[Commitment]) -> None:
    """Let each commitment stand from now on as it is, and no longer as it was."""
    ended = _end(uow, [each.id for each in changed if each.version > 1])
    rows = [_row(each, ended.get(each.id, uow.now)) for each in changed]
    if rows:
        # A list of one costs two more round trips than the one alone.
        uow.session.execute(_BEGIN, rows if len(rows) > 1 else rows[0])


def _end(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    ended: dict[UUID, datetime] = {}
    for start in range(0, len(ids), _MOST_IDS):
        rows = uow.session.execute(_END, {"ids": ids[start : start + _MOST_IDS], "at": uow.now})
        ended |= {row.commitment_id: row.until for row in rows}
    return ended


def _row(commitment: Commitment, since: datetime) -> dict[str, Any]:
    return {
        "commitment_id": commitment.id,
        "version": commitment.version,
        "community_id": commitment.community_id,
        "plan_id": commitment.plan_id,
        "since": since,
        "until": None,
        "heading": commitment.heading,
        "milestone_id": commitment.milestone_id,
        "organisation_id": commitment.organisation_id,
        "state": commitment.state,
        "health": commitment.health,
        "due": commitment.due,
        "slips": commitment.slips,
        "weight": 1 + len(commitment.supporting),
        "evidenced": bool(commitment.evidence),
        "pending": 1,
    }
