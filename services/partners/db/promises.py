"""What organisations have promised, counted from the copies of commitments."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partners.db import tables
from shared.contracts import CommitmentState


@dataclass(kw_only=True)
class Promises:
    """How many commitments an organisation owns; those overdue are open too."""

    open: int = 0
    overdue: int = 0
    done: int = 0


def promises_of(session: Session, community_id: UUID, today: date) -> Mapping[UUID, Promises]:
    """Return the counts of each organisation of the community that owns a commitment."""
    promised = tables.commitments.c
    late = (promised.due < today).label("late")
    rows = session.execute(
        select(promised.organisation_id, promised.state, late, func.count())
        .where(promised.community_id == community_id, promised.organisation_id.is_not(None))
        .group_by(promised.organisation_id, promised.state, late)
    )
    found: defaultdict[UUID, Promises] = defaultdict(Promises)
    for organisation_id, state, is_late, count in rows:
        _count(found[organisation_id], CommitmentState(state), count, late=bool(is_late))
    return found


def _count(promises: Promises, state: CommitmentState, count: int, *, late: bool) -> None:
    if not state.ended:
        promises.open += count
        promises.overdue += count if late else 0
    elif state is CommitmentState.DONE:
        promises.done += count
