"""The newest commitments of each part of a plan, as its board shows them."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Text, case, cast, func, select

from services.plans.db.queries.commitments import CommitmentRow, newest_first, rows_of
from services.plans.db.queries.counts import key_of
from services.plans.db.tables import commitments
from services.plans.domain.status import Scope
from shared.contracts import CommitmentState
from shared.db.unit_of_work import UnitOfWork

_column = commitments.c


def newest_by_state(uow: UnitOfWork, plan_id: UUID, limit: int) -> Mapping[str, list[CommitmentRow]]:
    """Return the newest of each state; those under way by their health."""
    health = cast(_column.health, Text)
    under_way = _column.state == CommitmentState.UNDER_WAY
    return _newest(uow, plan_id, case((under_way, health), else_=cast(_column.state, Text)), limit)


def newest_by(uow: UnitOfWork, plan_id: UUID, scope: Scope, limit: int) -> Mapping[str, list[CommitmentRow]]:
    """Return the newest of each of the plan's parts, by the keys of the tallies."""
    return _newest(uow, plan_id, key_of(commitments, scope), limit)


def _newest(
    uow: UnitOfWork, plan_id: UUID, key: ColumnElement[str], limit: int
) -> Mapping[str, list[CommitmentRow]]:
    """Return the commitments that changed last, so many of each key: all of them by one statement."""
    rank = func.row_number().over(partition_by=key, order_by=newest_first())
    ranked = (
        select(_column.id, key.label("key"), rank.label("rank")).where(_column.plan_id == plan_id).subquery()
    )
    keys = {
        row.id: row.key
        for row in uow.session.execute(select(ranked.c.id, ranked.c.key).where(ranked.c.rank <= limit))
    }
    found: dict[str, list[CommitmentRow]] = defaultdict(list)
    for row in rows_of(uow, keys):
        found[keys[row.id]].append(row)
    return found
